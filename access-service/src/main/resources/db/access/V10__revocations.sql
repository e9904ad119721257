-- What makes tokens worthless before their end: 'session:{user}:{session}' for a sign-in that was
-- ended, 'key:{kid}' for a signing key that was withdrawn. A row stays until no such token can be
-- good any more by its own end.
CREATE TABLE revocations (
    id           text PRIMARY KEY,
    revoked_at   timestamptz NOT NULL DEFAULT now(),
    forget_after timestamptz NOT NULL
);
CREATE INDEX revocations_by_end ON revocations (forget_after);

ALTER TABLE projection_dirty DROP CONSTRAINT IF EXISTS projection_dirty_kind_check;
ALTER TABLE projection_dirty ADD CONSTRAINT projection_dirty_kind_check
    CHECK (kind IN ('USER', 'PATIENT', 'PATIENTS', 'DEVICE', 'DEVICE_KEY', 'REVOKED', 'EVERYTHING'));

CREATE FUNCTION revocation_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO access.projection_dirty (kind, id) VALUES ('REVOKED', coalesce(NEW.id, OLD.id));
    RETURN NULL;
END $$;
CREATE TRIGGER dirty AFTER INSERT OR DELETE ON revocations
    FOR EACH ROW EXECUTE FUNCTION revocation_changed();

CREATE VIEW revocation_documents AS
SELECT 'REVOKED' AS kind, r.id, 1::bigint AS version,
       json_build_object('origin', o.origin, 'version', 1)::text AS document
FROM revocations r, projection_origin o;
