-- What people do about an alert, and what was done so that somebody does.
alter table alerts
    -- An alert by hand may be about no vital sign.
    alter column vital_type drop not null,
    -- Who raised it, where it was a person or another system and no rule.
    add column raised_by       text,
    add column idempotency_key text,
    add column assigned_to     text,
    -- Until then nobody more is called; a rise in tier ends it.
    add column snoozed_until   timestamptz,
    add column resolved_by     text,
    add column resolved_role   text,
    add column resolved_at     timestamptz,
    add column resolve_note    text,
    -- The first time of each; a rise in tier does not take them away.
    add column first_acked_at  timestamptz,
    add column escalated_at    timestamptz,
    add column unattended_at   timestamptz;

update alerts a set first_acked_at =
    (select min(at) from acknowledgements k where k.alert_id = a.id);

create unique index alerts_raised_once on alerts (raised_by, idempotency_key)
    where idempotency_key is not null;
-- One condition of a rule, one alert. What people raise by hand is theirs to repeat.
drop index alerts_one_open;
create unique index alerts_one_open on alerts (patient_id, rule_id, vital_type, subject)
    where condition = 'ACTIVE' and raised_by is null;
create index alerts_assigned on alerts (assigned_to, opened_at desc, id desc)
    where assigned_to is not null;
create index alerts_unattended on alerts (opened_at desc, id desc)
    where unattended_at is not null;

-- The whole story of each alert. It only ever grows.
create table alert_events (
    id       bigint generated always as identity primary key,
    alert_id text        not null references alerts,
    at       timestamptz not null default now(),
    what     text        not null check (what ~ '^[a-z_]{1,32}$'),
    tier     text        not null check (tier in ('INFO', 'WARNING', 'CRITICAL')),
    user_id  text,
    role     text,
    detail   jsonb       not null default '{}'
);
create index alert_events_of_alert on alert_events (alert_id, id);

create function story_only_grows() returns trigger language plpgsql as $$
begin
    raise exception 'alert_events only grows';
end $$;
create trigger only_grows before update or delete or truncate on alert_events
    for each statement execute function story_only_grows();

insert into alert_events (alert_id, at, what, tier)
    select id, opened_at, 'opened', tier from alerts;
insert into alert_events (alert_id, at, what, tier, user_id, role)
    select alert_id, at, 'acknowledged', tier, user_id, role from acknowledgements order by at;

create index suppressed_breaches_of_patient on suppressed_breaches (patient_id, ended_at);
