-- Wrong passwords by name, whether there is such a user or not; the name as a digest, because
-- people type passwords into the wrong field. Rows go when their time is over.
CREATE TABLE sign_in_failures (
    name         text PRIMARY KEY CHECK (name ~ '^[0-9a-f]{64}$'),
    failures     int NOT NULL,
    since        timestamptz NOT NULL,
    locked_until timestamptz
);
CREATE INDEX sign_in_failures_by_age ON sign_in_failures (since);
