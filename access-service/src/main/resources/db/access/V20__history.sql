-- Who gave, who ended, when and why. What is over stays, as the record of who could see whom.
ALTER TABLE caregiver_grants
    ADD COLUMN given_at     timestamptz,
    ADD COLUMN reason       text CHECK (length(reason) BETWEEN 1 AND 500),
    ADD COLUMN ended_reason text CHECK (length(ended_reason) BETWEEN 1 AND 500);
UPDATE caregiver_grants SET given_at = starts_at;
ALTER TABLE caregiver_grants
    ALTER COLUMN given_at SET DEFAULT now(),
    ALTER COLUMN given_at SET NOT NULL;
CREATE INDEX grants_of_caregiver ON caregiver_grants (caregiver_id, id);
CREATE INDEX grants_of_patient ON caregiver_grants (patient_id) WHERE revoked_at IS NULL;

ALTER TABLE therapist_assignments DROP CONSTRAINT therapist_assignments_pkey;
ALTER TABLE therapist_assignments
    ALTER COLUMN therapist_id SET NOT NULL,
    ALTER COLUMN patient_id SET NOT NULL,
    ADD COLUMN id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ADD COLUMN ended_at     timestamptz,
    ADD COLUMN ended_by     public_id REFERENCES users,
    ADD COLUMN reason       text CHECK (length(reason) BETWEEN 1 AND 500),
    ADD COLUMN ended_reason text CHECK (length(ended_reason) BETWEEN 1 AND 500),
    ADD CHECK ((ended_at IS NULL) = (ended_by IS NULL));
CREATE UNIQUE INDEX one_open_assignment ON therapist_assignments (therapist_id, patient_id)
    WHERE ended_at IS NULL;
CREATE INDEX assignments_of_therapist ON therapist_assignments (therapist_id, id);
CREATE INDEX assignments_of_patient ON therapist_assignments (patient_id) WHERE ended_at IS NULL;

-- A hospital has a document of its own, so that one that does not exist can be told from others.
ALTER TABLE hospitals ADD COLUMN version bigint NOT NULL DEFAULT 1;
