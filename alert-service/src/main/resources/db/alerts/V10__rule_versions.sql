-- Rules are data: each change is a new row and nothing is ever changed or taken away, so that it
-- can always be told by which rule an alert was raised, and who made it so.

-- One number for all rules. Whoever changes a rule counts it up first and so has the row until
-- commit: changes become visible in the order of their numbers, and a reader that has seen one has
-- seen all before it.
create table rule_revision (
    one_row  boolean primary key default true check (one_row),
    revision bigint not null
);
insert into rule_revision (revision) values (1);

create table rule_versions (
    rule_id    text        not null check (rule_id ~ '^[a-z0-9_]{1,64}$'),
    version    int         not null check (version >= 1),
    revision   bigint      not null,
    definition jsonb       not null,
    changed_by text        not null,
    changed_at timestamptz not null default now(),
    primary key (rule_id, version)
);
create index rule_versions_revision on rule_versions (revision);

-- What is different for one patient: a merge patch (RFC 7396) of the definition. Null: nothing is
-- any more.
create table rule_overrides (
    rule_id    text        not null,
    patient_id text        not null,
    version    int         not null check (version >= 1),
    revision   bigint      not null,
    patch      jsonb,
    changed_by text        not null,
    changed_at timestamptz not null default now(),
    primary key (rule_id, patient_id, version)
);
create index rule_overrides_revision on rule_overrides (revision);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception '% is append-only', tg_table_name;
end $$;
create trigger append_only before update or delete on rule_versions
    for each row execute function refuse_change();
create trigger append_only before update or delete on rule_overrides
    for each row execute function refuse_change();

-- The rules that there were, as they were.
insert into rule_versions (rule_id, version, revision, definition, changed_by)
select r.id, 1, 1,
    jsonb_strip_nulls(jsonb_build_object(
        'kind', 'threshold',
        'vital_type', r.vital_type,
        'window', jsonb_build_object('samples', r.samples),
        'max_gap', extract(epoch from r.max_gap)::bigint || 's',
        'alert_type', r.alert_type,
        'message', r.message,
        'recipients', to_jsonb(r.recipients),
        'escalation_recipients', to_jsonb(r.escalation_recipients),
        'limits', (
            select jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
                'field', field, 'tier', tier, 'min', min, 'max', max, 'inclusive', inclusive))
                order by tier, field)
            from (
                select field, tier, inclusive,
                    max(value) filter (where side = 'LOW') as min,
                    max(value) filter (where side = 'HIGH') as max
                from rule_limits where rule_id = r.id group by field, tier, inclusive) as l))),
    'wardcast'
from rules r;

insert into rule_versions (rule_id, version, revision, definition, changed_by) values
    ('news2', 1, 1, '{"kind":"news2","stale_after":"1h","clear_total":3}', 'wardcast'),
    ('device_silence', 1, 1,
     '{"kind":"device_silence","after":"10m","min_readings":10,"tier":"WARNING",
       "alert_type":"device_silence"}', 'wardcast');

drop table rule_limits;
drop table rules;

-- What all rules remember of a patient, in one row, so that a reading costs one row however many
-- rules look at it. Of a patient who has no row yet the open alerts are asked for, so an alert that
-- was opened by an earlier version is gone on with.
drop table rule_states;
create table patient_states (
    patient_id text primary key,
    state      bytea not null
) with (fillfactor = 70);

-- When to look whether a device has fallen silent. A reading does not move the time: whoever looks
-- finds in the state when the device was heard, and puts the time off.
create table silence_deadlines (
    patient_id  text        not null,
    device_type text        not null,
    device_id   text        not null,
    partition   int         not null,
    due_at      timestamptz not null,
    primary key (patient_id, device_type, device_id)
);
create index silence_deadlines_due on silence_deadlines (partition, due_at);

-- Breaches that ended within the delay of their rule.
create table suppressed_breaches (
    patient_id text        not null,
    rule_id    text        not null,
    vital_type text        not null,
    tier       text        not null,
    began_at   timestamptz not null,
    ended_at   timestamptz not null
);
create index suppressed_breaches_ended on suppressed_breaches (ended_at);

-- Several devices of a patient can be silent at the same time, each with an alert of its own.
alter table alerts add column subject text not null default '';
drop index alerts_one_open;
create unique index alerts_one_open on alerts (patient_id, rule_id, vital_type, subject)
    where condition = 'ACTIVE';
create index alerts_active on alerts (patient_id) where condition = 'ACTIVE';
