-- How far the rules have read each partition of the queue of samples, and which node reads it.
-- Whoever moves a position does it in the transaction that stores what the samples brought about,
-- and only as the owner with the newest fence: so each sample counts exactly once.
create table partitions (
    partition   int primary key,
    position    text        not null default '0',
    owner       text,
    fence       bigint      not null default 0,
    lease_until timestamptz not null default '-infinity'
);

create table nodes (
    id      text primary key,
    seen_at timestamptz not null
);

-- What a rule remembers of a patient between two samples.
create table rule_states (
    patient_id    text          not null,
    rule_id       text          not null,
    taken_at      timestamptz[] not null,
    -- One row for each reading.
    readings      float8[]      not null,
    open_alert_id text,
    open_tier     text,
    primary key (patient_id, rule_id)
) with (fillfactor = 80);

-- Samples that the rules could not take in. They wait here for a person; the others go on.
create table set_aside (
    partition  int         not null,
    entry_id   text        not null,
    patient_id text        not null,
    sample     text        not null,
    reason     text        not null,
    at         timestamptz not null default now(),
    primary key (partition, entry_id)
);
