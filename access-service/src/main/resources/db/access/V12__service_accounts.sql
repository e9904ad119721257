-- A machine is a user like any other, so suspension, projection and audit need nothing new. It has
-- no password: an empty hash matches nothing.
ALTER TABLE users ADD COLUMN kind text NOT NULL DEFAULT 'PERSON'
    CHECK (kind IN ('PERSON', 'SERVICE'));
ALTER TABLE users ADD CONSTRAINT machines_have_no_password
    CHECK (kind = 'PERSON' OR password_hash = '');
CREATE INDEX service_accounts ON users (id) WHERE kind = 'SERVICE';

-- Two may count at one time, so that a machine can change over without a pause.
CREATE TABLE service_secrets (
    id         uuid PRIMARY KEY,
    user_id    public_id NOT NULL REFERENCES users,
    digest     text NOT NULL UNIQUE CHECK (digest ~ '^[0-9a-f]{64}$'),
    created_at timestamptz NOT NULL DEFAULT now(),
    revoked_at timestamptz
);
CREATE INDEX service_secrets_by_user ON service_secrets (user_id);
