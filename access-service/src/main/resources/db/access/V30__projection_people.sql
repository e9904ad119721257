-- Who stands around a patient, the other way round: decisions ask "may this user see that patient",
-- and a page for the doctors of a patient asks who there is to ask about. The lists are candidates,
-- which the rules then decide on, so they have to be complete and not exact. Their ids:
-- 'hospital:{id}' its staff and patients, 'patient:{id}' caregivers, therapists and the patient's
-- own user, 'admins'.
CREATE TABLE projection_people (
    id      text PRIMARY KEY,
    version bigint NOT NULL DEFAULT 1
);

-- The kinds are checked where notes are read: the list of them is code.
ALTER TABLE projection_dirty DROP CONSTRAINT IF EXISTS projection_dirty_kind_check;

CREATE FUNCTION people_changed(changed text[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- In order, so that two transactions never wait for each other in a circle.
    INSERT INTO access.projection_people AS p (id)
        SELECT DISTINCT c.id FROM unnest(changed) AS c(id) WHERE c.id IS NOT NULL ORDER BY c.id
        ON CONFLICT (id) DO UPDATE SET version = p.version + 1;
    INSERT INTO access.projection_dirty (kind, id)
        SELECT DISTINCT 'PEOPLE', c.id FROM unnest(changed) AS c(id) WHERE c.id IS NOT NULL;
END $$;

CREATE FUNCTION part_of_people_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- The first argument is the prefix of the list's id, the second the column behind it.
    PERFORM access.people_changed(ARRAY[
        TG_ARGV[0] || (to_jsonb(OLD) ->> TG_ARGV[1]),
        TG_ARGV[0] || (to_jsonb(NEW) ->> TG_ARGV[1])]);
    RETURN NULL;
END $$;
CREATE TRIGGER people AFTER INSERT OR UPDATE OR DELETE ON hospital_staff
    FOR EACH ROW EXECUTE FUNCTION part_of_people_changed('hospital:', 'hospital_id');
CREATE TRIGGER people AFTER INSERT OR UPDATE OR DELETE ON hospital_patients
    FOR EACH ROW EXECUTE FUNCTION part_of_people_changed('hospital:', 'hospital_id');
CREATE TRIGGER people AFTER INSERT OR UPDATE OR DELETE ON caregiver_grants
    FOR EACH ROW EXECUTE FUNCTION part_of_people_changed('patient:', 'patient_id');
CREATE TRIGGER people AFTER INSERT OR UPDATE OR DELETE ON therapist_assignments
    FOR EACH ROW EXECUTE FUNCTION part_of_people_changed('patient:', 'patient_id');
CREATE TRIGGER people AFTER INSERT OR UPDATE OR DELETE ON emergency_access
    FOR EACH ROW EXECUTE FUNCTION part_of_people_changed('patient:', 'patient_id');
CREATE TRIGGER people_insert AFTER INSERT ON users
    FOR EACH ROW EXECUTE FUNCTION part_of_people_changed('patient:', 'patient_id');
CREATE TRIGGER people_update AFTER UPDATE OF patient_id ON users
    FOR EACH ROW EXECUTE FUNCTION part_of_people_changed('patient:', 'patient_id');

CREATE FUNCTION admins_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF 'ADMIN' IN (to_jsonb(OLD) ->> 'role', to_jsonb(NEW) ->> 'role') THEN
        PERFORM access.people_changed(ARRAY['admins']);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER people AFTER INSERT OR UPDATE OR DELETE ON user_roles
    FOR EACH ROW EXECUTE FUNCTION admins_changed();

-- What is there already.
SELECT people_changed(array(
    SELECT 'hospital:' || hospital_id FROM hospital_staff
    UNION SELECT 'hospital:' || hospital_id FROM hospital_patients
    UNION SELECT 'patient:' || patient_id FROM caregiver_grants
    UNION SELECT 'patient:' || patient_id FROM therapist_assignments
    UNION SELECT 'patient:' || patient_id FROM emergency_access
    UNION SELECT 'patient:' || patient_id FROM users WHERE patient_id IS NOT NULL
    UNION SELECT 'admins'));

CREATE VIEW people_documents AS
SELECT 'PEOPLE' AS kind, p.id, p.version,
       json_build_object(
           'users', CASE
               WHEN p.id = 'admins' THEN
                   array(SELECT user_id::text FROM user_roles WHERE role = 'ADMIN' ORDER BY 1)
               WHEN p.id LIKE 'hospital:%' THEN
                   array(SELECT user_id::text FROM hospital_staff
                         WHERE hospital_id = substr(p.id, 10) ORDER BY 1)
               ELSE
                   array(SELECT caregiver_id::text FROM caregiver_grants
                         WHERE patient_id = substr(p.id, 9) AND active
                         UNION SELECT therapist_id::text FROM therapist_assignments
                         WHERE patient_id = substr(p.id, 9) AND ended_at IS NULL
                         UNION SELECT user_id::text FROM emergency_access
                         WHERE patient_id = substr(p.id, 9) AND active
                         UNION SELECT id::text FROM users
                         WHERE patient_id = substr(p.id, 9) ORDER BY 1)
           END,
           'patients', CASE
               WHEN p.id LIKE 'hospital:%' THEN
                   array(SELECT patient_id::text FROM hospital_patients
                         WHERE hospital_id = substr(p.id, 10) ORDER BY 1)
               ELSE '{}'::text[]
           END,
           'origin', o.origin, 'version', p.version)::text AS document
FROM projection_people p, projection_origin o;
CREATE INDEX users_by_patient ON users (patient_id) WHERE patient_id IS NOT NULL;
CREATE INDEX grants_by_patient ON caregiver_grants (patient_id) WHERE active;
CREATE INDEX assignments_by_patient ON therapist_assignments (patient_id);

-- One view for the projector, whatever it had before.
ALTER VIEW projection_documents RENAME TO decision_documents;
CREATE VIEW projection_documents AS
SELECT kind, id, version, document FROM decision_documents
UNION ALL
SELECT kind, id, version, document FROM people_documents;
