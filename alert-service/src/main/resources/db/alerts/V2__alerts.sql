create table alerts (
    id                text primary key,
    patient_id        text        not null,
    rule_id           text        not null,
    vital_type        text        not null,
    tier              text        not null check (tier in ('INFO', 'WARNING', 'CRITICAL')),
    condition         text        not null check (condition in ('ACTIVE', 'CLEARED')),
    response          text        not null default 'UNACKED' check (response in ('UNACKED', 'ACKED', 'RESOLVED')),
    alert_type        text,
    message           text,
    vitals_window     float8[]    not null,
    threshold         jsonb       not null,
    reasons           text[]      not null,
    recipients        text[]      not null,
    context           jsonb       not null default '{}',
    opened_at         timestamptz not null,
    updated_at        timestamptz not null,
    cleared_at        timestamptz,
    occurrences       int         not null default 1,
    -- The acknowledgement that holds now; a rise in tier takes it away.
    acknowledged_by   text,
    acknowledged_role text,
    ack_status        text,
    ack_note          text,
    acknowledged_at   timestamptz
);

-- One condition, one alert.
create unique index alerts_one_open on alerts (patient_id, rule_id, vital_type) where condition = 'ACTIVE';
create index alerts_newest on alerts (opened_at desc, id desc);
create index alerts_newest_of_patient on alerts (patient_id, opened_at desc, id desc);

-- Every acknowledgement there ever was.
create table acknowledgements (
    alert_id text        not null references alerts on delete cascade,
    tier     text        not null,
    user_id  text        not null,
    role     text        not null,
    status   text        not null,
    note     text,
    at       timestamptz not null,
    -- An alert rises at most to each tier once, and is acknowledged at most once at each.
    primary key (alert_id, tier)
);
