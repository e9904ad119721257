-- Ids come from outside or are made by us; either way they may stand in a URL and in a room's name.
CREATE DOMAIN public_id AS text CHECK (VALUE ~ '^[A-Za-z0-9._-]{1,64}$');

CREATE TABLE hospitals (
    id         public_id PRIMARY KEY,
    name       text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE patients (
    id         public_id PRIMARY KEY,
    name       text,
    version    bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE users (
    id            public_id PRIMARY KEY,
    username      text NOT NULL UNIQUE CHECK (length(username) BETWEEN 1 AND 64),
    password_hash text NOT NULL,
    status        text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'SUSPENDED')),
    patient_id    public_id REFERENCES patients,
    version       bigint NOT NULL DEFAULT 1,
    created_at    timestamptz NOT NULL DEFAULT now()
);

CREATE TABLE user_roles (
    user_id public_id REFERENCES users,
    role    text CHECK (role IN ('PATIENT', 'CAREGIVER', 'DOCTOR', 'NURSE', 'THERAPIST',
                                 'DISPATCHER', 'ADMIN', 'DEVICE', 'PIPELINE')),
    PRIMARY KEY (user_id, role)
);

CREATE TABLE hospital_staff (
    hospital_id public_id REFERENCES hospitals,
    user_id     public_id REFERENCES users,
    PRIMARY KEY (hospital_id, user_id)
);
CREATE INDEX hospital_staff_by_user ON hospital_staff (user_id);

CREATE TABLE hospital_patients (
    hospital_id public_id REFERENCES hospitals,
    patient_id  public_id REFERENCES patients,
    admitted_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (hospital_id, patient_id)
);
CREATE INDEX hospital_patients_by_patient ON hospital_patients (patient_id);

-- Revoked grants stay, as the record of who could see whom and by whose hand.
CREATE TABLE caregiver_grants (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    caregiver_id public_id NOT NULL REFERENCES users,
    patient_id   public_id NOT NULL REFERENCES patients,
    starts_at    timestamptz NOT NULL DEFAULT now(),
    ends_at      timestamptz CHECK (ends_at > starts_at),
    granted_by   public_id NOT NULL REFERENCES users,
    revoked_at   timestamptz,
    revoked_by   public_id REFERENCES users,
    active       boolean NOT NULL DEFAULT false,
    CHECK ((revoked_at IS NULL) = (revoked_by IS NULL))
);
CREATE UNIQUE INDEX one_open_grant ON caregiver_grants (caregiver_id, patient_id)
    WHERE revoked_at IS NULL;
CREATE INDEX grants_that_end ON caregiver_grants (ends_at) WHERE active;
CREATE INDEX grants_that_begin ON caregiver_grants (starts_at)
    WHERE NOT active AND revoked_at IS NULL;

CREATE TABLE therapist_assignments (
    therapist_id public_id REFERENCES users,
    patient_id   public_id REFERENCES patients,
    assigned_by  public_id NOT NULL REFERENCES users,
    assigned_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (therapist_id, patient_id)
);

CREATE TABLE devices (
    type       public_id,
    id         public_id,
    patient_id public_id NOT NULL REFERENCES patients,
    status     text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'REVOKED')),
    version    bigint NOT NULL DEFAULT 1,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (type, id)
);

-- A table of its own, so that a new key does not make the old one's end depend on a deletion
-- reaching Redis.
CREATE TABLE device_keys (
    digest      text PRIMARY KEY CHECK (digest ~ '^[0-9a-f]{64}$'),
    device_type public_id NOT NULL,
    device_id   public_id NOT NULL,
    status      text NOT NULL DEFAULT 'ACTIVE' CHECK (status IN ('ACTIVE', 'REVOKED')),
    version     bigint NOT NULL DEFAULT 1,
    created_at  timestamptz NOT NULL DEFAULT now(),
    FOREIGN KEY (device_type, device_id) REFERENCES devices
);
CREATE INDEX device_keys_by_device ON device_keys (device_type, device_id);
