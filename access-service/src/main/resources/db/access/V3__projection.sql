-- What of Redis is behind. Rows are written by triggers, in the transaction of the change itself:
-- whoever changes a row, by whatever way, can't forget to announce it, and a process that dies
-- after its commit leaves the work to the next one.
CREATE TABLE projection_dirty (
    seq  bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind text NOT NULL CHECK (kind IN ('USER', 'PATIENT', 'PATIENTS', 'DEVICE',
                                        'DEVICE_KEY', 'EVERYTHING')),
    id   text NOT NULL
);

-- Tells the documents of this database from those that another one left in the same Redis.
CREATE TABLE projection_origin (
    origin           uuid NOT NULL DEFAULT gen_random_uuid(),
    patients_version bigint NOT NULL DEFAULT 1
);
INSERT INTO projection_origin DEFAULT VALUES;

CREATE FUNCTION next_version() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.version := OLD.version + 1;
    RETURN NEW;
END $$;

CREATE TRIGGER version BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION next_version();
CREATE TRIGGER version BEFORE UPDATE ON patients FOR EACH ROW EXECUTE FUNCTION next_version();
CREATE TRIGGER version BEFORE UPDATE ON devices FOR EACH ROW EXECUTE FUNCTION next_version();
CREATE TRIGGER version BEFORE UPDATE ON device_keys FOR EACH ROW EXECUTE FUNCTION next_version();

CREATE FUNCTION user_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO access.projection_dirty (kind, id) VALUES ('USER', NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER dirty AFTER INSERT OR UPDATE ON users
    FOR EACH ROW EXECUTE FUNCTION user_changed();

CREATE FUNCTION patient_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO access.projection_dirty (kind, id) VALUES ('PATIENT', NEW.id);
    RETURN NULL;
END $$;
CREATE TRIGGER dirty AFTER INSERT OR UPDATE ON patients
    FOR EACH ROW EXECUTE FUNCTION patient_changed();

-- Before the patient's own note, so that the list is in Redis when the patient is announced.
CREATE FUNCTION patients_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE access.projection_origin SET patients_version = patients_version + 1;
    INSERT INTO access.projection_dirty (kind, id) VALUES ('PATIENTS', 'all');
    RETURN NULL;
END $$;
CREATE TRIGGER dirty_list BEFORE INSERT OR DELETE ON patients
    FOR EACH STATEMENT EXECUTE FUNCTION patients_changed();

-- A device that changes hands changes whom its room is about, so everyone decides anew.
CREATE FUNCTION device_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO access.projection_dirty (kind, id) VALUES ('DEVICE', NEW.type || ':' || NEW.id);
    IF TG_OP = 'UPDATE' THEN
        UPDATE access.device_keys SET version = version
            WHERE device_type = NEW.type AND device_id = NEW.id;
        IF (OLD.patient_id, OLD.status) IS DISTINCT FROM (NEW.patient_id, NEW.status) THEN
            INSERT INTO access.projection_dirty (kind, id) VALUES ('EVERYTHING', '');
        END IF;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER dirty AFTER INSERT OR UPDATE ON devices
    FOR EACH ROW EXECUTE FUNCTION device_changed();

CREATE FUNCTION device_key_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO access.projection_dirty (kind, id) VALUES ('DEVICE_KEY', NEW.digest);
    RETURN NULL;
END $$;
CREATE TRIGGER dirty AFTER INSERT OR UPDATE ON device_keys
    FOR EACH ROW EXECUTE FUNCTION device_key_changed();

-- Rows that are part of a user's or a patient's document; the argument names the column.
CREATE FUNCTION part_of_user_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE access.users SET version = version
        WHERE id IN (to_jsonb(OLD) ->> TG_ARGV[0], to_jsonb(NEW) ->> TG_ARGV[0]);
    RETURN NULL;
END $$;
CREATE TRIGGER dirty AFTER INSERT OR UPDATE OR DELETE ON user_roles
    FOR EACH ROW EXECUTE FUNCTION part_of_user_changed('user_id');
CREATE TRIGGER dirty AFTER INSERT OR UPDATE OR DELETE ON hospital_staff
    FOR EACH ROW EXECUTE FUNCTION part_of_user_changed('user_id');
CREATE TRIGGER dirty AFTER INSERT OR UPDATE OR DELETE ON caregiver_grants
    FOR EACH ROW EXECUTE FUNCTION part_of_user_changed('caregiver_id');
CREATE TRIGGER dirty AFTER INSERT OR UPDATE OR DELETE ON therapist_assignments
    FOR EACH ROW EXECUTE FUNCTION part_of_user_changed('therapist_id');

CREATE FUNCTION part_of_patient_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE access.patients SET version = version
        WHERE id IN (to_jsonb(OLD) ->> 'patient_id', to_jsonb(NEW) ->> 'patient_id');
    RETURN NULL;
END $$;
CREATE TRIGGER dirty AFTER INSERT OR UPDATE OR DELETE ON hospital_patients
    FOR EACH ROW EXECUTE FUNCTION part_of_patient_changed();

-- A grant's content must not change without its version: whether it counts is a column, kept here
-- on each write and brought up to date when a start or an end passes.
CREATE FUNCTION grant_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.active := NEW.revoked_at IS NULL
        AND NEW.starts_at <= clock_timestamp()
        AND (NEW.ends_at IS NULL OR NEW.ends_at > clock_timestamp());
    RETURN NEW;
END $$;
CREATE TRIGGER counts BEFORE INSERT OR UPDATE ON caregiver_grants
    FOR EACH ROW EXECUTE FUNCTION grant_counts();

-- The documents as they stand in Redis: what decisions need, and nothing else.
CREATE VIEW projection_documents AS
SELECT 'USER' AS kind, u.id::text AS id, u.version,
       json_build_object(
           'status', u.status,
           'roles', array(SELECT role FROM user_roles r WHERE r.user_id = u.id ORDER BY role),
           'patient', u.patient_id,
           'caregiver_of', array(
               SELECT json_build_object(
                          'patient_id', g.patient_id,
                          'until', to_char(g.ends_at AT TIME ZONE 'UTC',
                                           'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
               FROM caregiver_grants g
               WHERE g.caregiver_id = u.id AND g.active ORDER BY g.patient_id),
           'therapist_of', array(SELECT patient_id::text FROM therapist_assignments a
                                 WHERE a.therapist_id = u.id ORDER BY patient_id),
           'hospitals', array(SELECT hospital_id::text FROM hospital_staff s
                              WHERE s.user_id = u.id ORDER BY hospital_id),
           'origin', o.origin, 'version', u.version)::text AS document
FROM users u, projection_origin o
UNION ALL
SELECT 'PATIENT', p.id::text, p.version,
       json_build_object(
           'hospitals', array(SELECT hospital_id::text FROM hospital_patients h
                              WHERE h.patient_id = p.id ORDER BY hospital_id),
           'origin', o.origin, 'version', p.version)::text
FROM patients p, projection_origin o
UNION ALL
SELECT 'PATIENTS', 'all', o.patients_version,
       json_build_object('ids', array(SELECT id::text FROM patients ORDER BY id),
                         'origin', o.origin, 'version', o.patients_version)::text
FROM projection_origin o
UNION ALL
SELECT 'DEVICE', d.type || ':' || d.id, d.version,
       json_build_object('status', d.status, 'id', d.id, 'type', d.type,
                         'patient_id', d.patient_id,
                         'origin', o.origin, 'version', d.version)::text
FROM devices d, projection_origin o
UNION ALL
SELECT 'DEVICE_KEY', k.digest, k.version,
       json_build_object('status', CASE WHEN d.status = 'ACTIVE' THEN k.status ELSE d.status END,
                         'id', d.id, 'type', d.type, 'patient_id', d.patient_id,
                         'origin', o.origin, 'version', k.version)::text
FROM device_keys k
JOIN devices d ON d.type = k.device_type AND d.id = k.device_id, projection_origin o;
