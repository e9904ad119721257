ALTER TABLE projection_dirty DROP CONSTRAINT projection_dirty_kind_check;
ALTER TABLE projection_dirty ADD CONSTRAINT projection_dirty_kind_check
    CHECK (kind IN ('USER', 'PATIENT', 'PATIENTS', 'HOSPITAL', 'DEVICE', 'DEVICE_KEY', 'REVOKED',
                    'EVERYTHING'));

CREATE FUNCTION hospital_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO access.projection_dirty (kind, id) VALUES ('HOSPITAL', NEW.id);
    RETURN NULL;
END $$;
-- Only a new one: a name is in no document.
CREATE TRIGGER dirty AFTER INSERT ON hospitals
    FOR EACH ROW EXECUTE FUNCTION hospital_changed();

CREATE OR REPLACE VIEW projection_documents AS
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
                                 WHERE a.therapist_id = u.id AND a.ended_at IS NULL
                                 ORDER BY patient_id),
           'hospitals', array(SELECT hospital_id::text FROM hospital_staff s
                              WHERE s.user_id = u.id ORDER BY hospital_id),
           'emergency', array(
               SELECT json_build_object(
                          'patient_id', e.patient_id,
                          'until', to_char(e.until AT TIME ZONE 'UTC',
                                           'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))
               FROM emergency_access e
               WHERE e.user_id = u.id AND e.active ORDER BY e.patient_id),
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
SELECT 'HOSPITAL', h.id::text, h.version,
       json_build_object('id', h.id, 'origin', o.origin, 'version', h.version)::text
FROM hospitals h, projection_origin o
UNION ALL
SELECT 'DEVICE', d.type || ':' || d.id, d.version,
       json_build_object('status', d.status, 'id', d.id, 'type', d.type,
                         'patient_id', d.patient_id,
                         'former', array(SELECT DISTINCT b.patient_id::text FROM device_bindings b
                                         WHERE b.device_type = d.type AND b.device_id = d.id
                                           AND b.lingers AND b.patient_id <> d.patient_id
                                         ORDER BY 1),
                         'origin', o.origin, 'version', d.version)::text
FROM devices d, projection_origin o
UNION ALL
SELECT 'DEVICE_KEY', k.digest, k.version,
       json_build_object('status', CASE WHEN d.status = 'ACTIVE' THEN k.status ELSE d.status END,
                         'id', d.id, 'type', d.type, 'patient_id', d.patient_id,
                         'until', to_char(k.valid_until AT TIME ZONE 'UTC',
                                          'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
                         'origin', o.origin, 'version', k.version)::text
FROM device_keys k
JOIN devices d ON d.type = k.device_type AND d.id = k.device_id, projection_origin o;
