-- UNBOUND: given back at a discharge, refused until somebody binds it to a patient again. Its last
-- patient stays named until then.
ALTER TABLE devices DROP CONSTRAINT devices_status_check;
ALTER TABLE devices
    ADD CONSTRAINT devices_status_check CHECK (status IN ('ACTIVE', 'UNBOUND', 'REVOKED')),
    -- The hospital whose admission bound it; null: the patient's own, which stays at a discharge.
    ADD COLUMN hospital_id public_id REFERENCES hospitals;
CREATE INDEX devices_of_patient ON devices (patient_id);

-- A key is spoken of by its id; nobody is shown a digest.
ALTER TABLE device_keys
    ADD COLUMN key_id      text NOT NULL DEFAULT gen_random_uuid()::text UNIQUE,
    ADD COLUMN valid_until timestamptz;
CREATE INDEX device_keys_that_end ON device_keys (valid_until)
    WHERE status = 'ACTIVE' AND valid_until IS NOT NULL;

-- Who had which device when. The room of a device keeps for an hour what its former patient's
-- readings were; as long as that lasts the binding lingers, and who follows the room must be
-- allowed to see that patient too.
CREATE TABLE device_bindings (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    device_type public_id NOT NULL,
    device_id   public_id NOT NULL,
    patient_id  public_id NOT NULL REFERENCES patients,
    bound_at    timestamptz NOT NULL DEFAULT clock_timestamp(),
    ended_at    timestamptz,
    lingers     boolean NOT NULL DEFAULT false,
    FOREIGN KEY (device_type, device_id) REFERENCES devices
);
CREATE UNIQUE INDEX one_binding ON device_bindings (device_type, device_id) WHERE ended_at IS NULL;
CREATE INDEX bindings_that_linger ON device_bindings (ended_at) WHERE lingers;
CREATE INDEX bindings_of_device ON device_bindings (device_type, device_id, id);
INSERT INTO device_bindings (device_type, device_id, patient_id, bound_at)
    SELECT type, id, patient_id, created_at FROM devices WHERE status = 'ACTIVE';

-- By trigger, so that no way of changing a device can forget whose readings went before. Named to
-- run before "dirty": what is announced must be there already.
CREATE FUNCTION device_bound() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF (OLD.patient_id, OLD.status) IS NOT DISTINCT FROM (NEW.patient_id, NEW.status) THEN
            RETURN NULL;
        END IF;
        UPDATE access.device_bindings SET ended_at = clock_timestamp(), lingers = true
            WHERE device_type = OLD.type AND device_id = OLD.id AND ended_at IS NULL;
    END IF;
    IF NEW.status = 'ACTIVE' THEN
        INSERT INTO access.device_bindings (device_type, device_id, patient_id)
            VALUES (NEW.type, NEW.id, NEW.patient_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER bound AFTER INSERT OR UPDATE ON devices
    FOR EACH ROW EXECUTE FUNCTION device_bound();

CREATE FUNCTION binding_settled() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE access.devices SET version = version WHERE type = NEW.device_type AND id = NEW.device_id;
    RETURN NULL;
END $$;
CREATE TRIGGER settled AFTER UPDATE OF lingers ON device_bindings
    FOR EACH ROW WHEN (OLD.lingers AND NOT NEW.lingers) EXECUTE FUNCTION binding_settled();
