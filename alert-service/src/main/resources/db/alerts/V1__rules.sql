-- A rule compares each sample of a vital with its limits; so many samples in a row beyond them are
-- a breach. Rules are data: the built-in ones below are rows like any other.
create table rules (
    id         text primary key check (id ~ '^[a-z0-9_]{1,64}$'),
    vital_type text     not null,
    -- How many samples in a row make a breach, and how many in range end it.
    samples    int      not null check (samples between 1 and 100),
    -- A longer silence between two samples starts the row again.
    max_gap    interval not null default '15 minutes' check (max_gap > interval '0'),
    alert_type text,
    -- {field} stands for the newest value of that field.
    message    text,
    recipients text[]   not null default '{caregiver}',
    -- Who is told when an open alert of the rule rises in tier.
    escalation_recipients text[] not null default '{doctor,nurse}'
);

-- Beyond a limit is below (low) or above (high) its value, or also at it where it is inclusive.
-- The limits of the lowest tier name the normal range.
create table rule_limits (
    rule_id   text    not null references rules on delete cascade,
    field     text    not null,
    side      text    not null check (side in ('LOW', 'HIGH')),
    tier      text    not null check (tier in ('INFO', 'WARNING', 'CRITICAL')),
    value     float8  not null,
    inclusive boolean not null,
    primary key (rule_id, field, side, tier)
);

insert into rules (id, vital_type, samples) values
    ('heart_rate', 'heart_rate', 3),
    ('spo2', 'spo2', 3),
    ('respiratory_rate', 'respiratory_rate', 3),
    ('temperature', 'temperature', 2);

insert into rules (id, vital_type, samples, alert_type, message) values
    ('high_blood_pressure', 'blood_pressure', 1, 'high_blood_pressure',
     'High blood pressure detected: {systolic}/{diastolic}'),
    ('low_blood_pressure', 'blood_pressure', 1, 'low_blood_pressure',
     'Low blood pressure detected: {systolic}/{diastolic}');

insert into rule_limits (rule_id, field, side, tier, value, inclusive) values
    ('heart_rate', 'bpm', 'LOW', 'WARNING', 60, false),
    ('heart_rate', 'bpm', 'HIGH', 'WARNING', 100, false),
    ('heart_rate', 'bpm', 'LOW', 'CRITICAL', 50, true),
    ('heart_rate', 'bpm', 'HIGH', 'CRITICAL', 120, true),
    ('spo2', 'percent', 'LOW', 'WARNING', 92, false),
    ('spo2', 'percent', 'LOW', 'CRITICAL', 88, false),
    ('respiratory_rate', 'per_minute', 'LOW', 'WARNING', 9, false),
    ('respiratory_rate', 'per_minute', 'HIGH', 'WARNING', 24, false),
    ('respiratory_rate', 'per_minute', 'LOW', 'CRITICAL', 8, true),
    ('respiratory_rate', 'per_minute', 'HIGH', 'CRITICAL', 30, true),
    ('temperature', 'celsius', 'LOW', 'WARNING', 35.1, false),
    ('temperature', 'celsius', 'HIGH', 'WARNING', 38.9, false),
    ('temperature', 'celsius', 'LOW', 'CRITICAL', 35.0, true),
    ('temperature', 'celsius', 'HIGH', 'CRITICAL', 40.0, true),
    ('high_blood_pressure', 'systolic', 'HIGH', 'WARNING', 140, false),
    ('high_blood_pressure', 'diastolic', 'HIGH', 'WARNING', 90, false),
    ('high_blood_pressure', 'systolic', 'HIGH', 'CRITICAL', 180, false),
    ('high_blood_pressure', 'diastolic', 'HIGH', 'CRITICAL', 120, false),
    ('low_blood_pressure', 'systolic', 'LOW', 'CRITICAL', 90, true);
