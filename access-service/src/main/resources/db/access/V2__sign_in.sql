CREATE TABLE signing_keys (
    kid         text PRIMARY KEY,
    jwk         text NOT NULL,
    -- Published before it is used, so that every service knows it by then.
    usable_from timestamptz NOT NULL,
    retired_at  timestamptz
);

-- One row for each token ever handed out and not yet over; a family descends from one login.
CREATE TABLE refresh_tokens (
    digest     text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    family     uuid NOT NULL,
    user_id    public_id NOT NULL REFERENCES users,
    issued_at  timestamptz NOT NULL DEFAULT now(),
    expires_at timestamptz NOT NULL,
    used_at    timestamptz,
    revoked_at timestamptz
);
CREATE INDEX refresh_tokens_by_family ON refresh_tokens (family);
CREATE INDEX refresh_tokens_by_user ON refresh_tokens (user_id);
CREATE INDEX refresh_tokens_by_end ON refresh_tokens (expires_at);
