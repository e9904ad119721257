-- Emergency access ("break-glass") of one clinician to one patient.
CREATE TABLE emergency_access (
    id         public_id PRIMARY KEY,
    user_id    public_id NOT NULL REFERENCES users,
    patient_id public_id NOT NULL REFERENCES patients,
    reason     text NOT NULL CHECK (length(reason) BETWEEN 10 AND 500),
    started_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    until      timestamptz NOT NULL CHECK (until > started_at),
    ended_at   timestamptz,
    -- Null where the time was over.
    ended_by   public_id REFERENCES users,
    active     boolean NOT NULL DEFAULT true,
    CHECK (ended_by IS NULL OR ended_at IS NOT NULL)
);
CREATE UNIQUE INDEX one_open_emergency ON emergency_access (user_id, patient_id)
    WHERE ended_at IS NULL;
CREATE INDEX emergencies_that_end ON emergency_access (until) WHERE ended_at IS NULL;
CREATE INDEX emergencies_of_user ON emergency_access (user_id, id);

CREATE FUNCTION emergency_counts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.active := NEW.ended_at IS NULL AND NEW.until > clock_timestamp();
    RETURN NEW;
END $$;
CREATE TRIGGER counts BEFORE INSERT OR UPDATE ON emergency_access
    FOR EACH ROW EXECUTE FUNCTION emergency_counts();
CREATE TRIGGER dirty AFTER INSERT OR UPDATE ON emergency_access
    FOR EACH ROW EXECUTE FUNCTION part_of_user_changed('user_id');

-- Every try counts, so that nobody learns by trying which patients there are. Rows of more than a
-- day are removed with the next try of the same user.
CREATE TABLE emergency_tries (
    user_id  public_id NOT NULL REFERENCES users,
    tried_at timestamptz NOT NULL DEFAULT clock_timestamp()
);
CREATE INDEX emergency_tries_of_user ON emergency_tries (user_id, tried_at);
