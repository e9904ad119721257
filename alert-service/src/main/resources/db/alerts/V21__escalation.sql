-- Who is called, and after how long, while nobody answers an alert. One policy for each tier, and
-- for single patients another one in its place.
create table escalation_policies (
    id            text primary key check (id ~ '^[A-Za-z0-9._-]{1,64}$'),
    version       int         not null default 1,
    name          text        not null,
    tier          text        not null check (tier in ('INFO', 'WARNING', 'CRITICAL')),
    patient_id    text,
    -- The roles that each step calls.
    roles         jsonb       not null check (jsonb_typeof(roles) = 'array'),
    -- When each step is due, in seconds from the start, and behind them when the alert counts as
    -- unattended. Empty: nobody is ever called.
    after_seconds int[]       not null,
    changed_by    text        not null,
    changed_at    timestamptz not null default now(),
    check (cardinality(after_seconds) = jsonb_array_length(roles) + 1
        or (cardinality(after_seconds) = 0 and jsonb_array_length(roles) = 0))
);
create unique index escalation_policies_one on escalation_policies (tier, coalesce(patient_id, ''));

-- Every version that ever held.
create table escalation_policy_versions (
    policy_id     text        not null,
    version       int         not null,
    name          text        not null,
    tier          text        not null,
    patient_id    text,
    roles         jsonb       not null,
    after_seconds int[]       not null,
    changed_by    text        not null,
    changed_at    timestamptz not null,
    deleted       boolean     not null default false,
    primary key (policy_id, version)
);

create function keep_policy_version() returns trigger language plpgsql as $$
begin
    insert into alerts.escalation_policy_versions values (new.id, new.version, new.name, new.tier,
        new.patient_id, new.roles, new.after_seconds, new.changed_by, new.changed_at);
    return null;
end $$;
create trigger keep_version after insert or update on escalation_policies
    for each row execute function keep_policy_version();

insert into escalation_policies (id, name, tier, roles, after_seconds, changed_by) values
    ('default-critical', 'CRITICAL alerts', 'CRITICAL', '[["NURSE"], ["NURSE", "DOCTOR"], ["DOCTOR", "DISPATCHER"]]',
     '{60, 180, 300, 600}', 'wardcast'),
    ('default-warning', 'WARNING alerts', 'WARNING', '[["NURSE"], ["DOCTOR"]]',
     '{600, 1800, 3600}', 'wardcast'),
    ('default-info', 'INFO alerts', 'INFO', '[]', '{}', 'wardcast');

-- How far the escalation of an alert is: what it copied from its policy, and what is due next.
-- Whoever changes a row here has locked the alert's row before.
create table escalations (
    alert_id       text primary key references alerts,
    policy_id      text        not null,
    policy_version int         not null,
    roles          jsonb       not null,
    after_seconds  int[]       not null,
    -- Counts the starts: a rise in tier is another one.
    round          int         not null default 1,
    -- How many steps were taken in this round.
    step           int         not null default 0,
    started_at     timestamptz not null,
    -- Null: nothing more will happen by itself.
    due_at         timestamptz,
    -- Who was called in this round; nobody is called twice in it.
    called         text[]      not null default '{}'
) with (fillfactor = 80);
create index escalations_due on escalations (due_at) where due_at is not null;

-- Steps that were taken and whose people are still to be found and told.
create table escalation_calls (
    id       bigint generated always as identity primary key,
    alert_id text        not null references alerts,
    round    int         not null,
    step     int         not null,
    roles    text[]      not null,
    due_at   timestamptz not null default now(),
    unique (alert_id, round, step)
);
create index escalation_calls_due on escalation_calls (due_at, id);

-- Alerts that were open and unanswered before there were escalations.
insert into escalations (alert_id, policy_id, policy_version, roles, after_seconds, started_at, due_at)
    select a.id, p.id, p.version, p.roles, p.after_seconds, now(),
        now() + make_interval(secs => p.after_seconds[1])
    from alerts a join escalation_policies p on p.tier = a.tier
    where a.condition = 'ACTIVE' and a.response = 'UNACKED';
