-- The history in partitions of a week of the devices' time, Monday 00:00 UTC to the next. Rows that
-- are there are copied: for as long as that takes, the history is neither written nor read, and the
-- readings wait in the queue.
alter table samples rename to samples_before;
alter index samples_of_patient rename to samples_before_of_patient;
alter table samples_before rename constraint samples_pkey to samples_before_pkey;

create table samples (
    partition    smallint         not null,
    entry_ms     bigint           not null,
    entry_no     bigint           not null,
    patient_id   text collate "C" not null,
    data_type    text collate "C" not null,
    device_type  text             not null,
    device_id    text             not null,
    sequence     bigint,
    value1       double precision not null,
    value2       double precision,
    taken_at     timestamptz      not null,
    received_at  timestamptz      not null,
    -- The one index that every reading costs. Pages of a patient and of one vital sign, newest
    -- first, are a range of it; with the values in it, so are summaries, without a look at the rows.
    -- It also keeps an entry of the queue from being stored twice: a patient has one partition.
    primary key (patient_id, data_type, taken_at, entry_ms, entry_no) include (value1, value2)
) partition by range (taken_at);

comment on column samples.partition is 'of the queue, which follows from the patient';
comment on column samples.entry_ms is 'with entry_no the id of the entry in its partition of the queue';
comment on column samples.value1 is 'in the order of the fields of data_type; blood pressure: systolic';
comment on column samples.value2 is 'blood pressure: diastolic';

-- One reading by its id. Rows lie in the order of the queue, so a few bytes for every 32 pages do.
create index samples_of_entry on samples using brin (entry_ms)
    with (pages_per_range = 32, autosummarize = on);

-- Makes the partition of the week that begins on this Monday. Writing and reading go on meanwhile.
-- Any number of nodes may ask for it at once; returns whether it was this one that made it.
create function make_samples_week(monday date) returns boolean
    language plpgsql as
$$
declare
    name  text := format('samples_%s', to_char(monday, 'YYYYMMDD'));
    start timestamptz := monday::timestamp at time zone 'UTC';
begin
    if extract(isodow from monday) <> 1 then
        raise exception 'monday: % (expected: a Monday)', monday;
    end if;
    -- Whoever waited here sees below what the other has made.
    perform pg_advisory_xact_lock(hashtextextended('wardcast.vitals.samples', 0));
    if to_regclass(format('vitals.%I', name)) is not null then
        return false;
    end if;
    -- Often looked after, because summaries need the map of what every transaction can see.
    execute format(
        'create table vitals.%I (like vitals.samples including all)
            with (autovacuum_vacuum_insert_scale_factor = 0.02)', name);
    execute format(
        'alter table vitals.samples attach partition vitals.%I for values from (%L) to (%L)',
        name, start, start + interval '7 days');
    return true;
end
$$;

select make_samples_week(monday)
from (select distinct date_trunc('week', taken_at at time zone 'UTC')::date as monday
      from samples_before) as weeks;

insert into samples (partition, entry_ms, entry_no, patient_id, data_type, device_type, device_id,
                     sequence, value1, value2, taken_at, received_at)
select partition, entry_ms, entry_no, patient_id, data_type, device_type, device_id,
       sequence, value1, value2, taken_at, received_at
from samples_before;

drop table samples_before;
