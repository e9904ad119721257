-- Every sample that the queue carried, exactly once.
create table samples (
    partition    smallint         not null,
    entry_ms     bigint           not null,
    entry_no     bigint           not null,
    patient_id   text             not null,
    data_type    text             not null,
    device_type  text             not null,
    device_id    text             not null,
    sequence     bigint,
    value1       double precision not null,
    value2       double precision,
    taken_at     timestamptz      not null,
    received_at  timestamptz      not null,
    primary key (partition, entry_ms, entry_no)
);

comment on column samples.entry_ms is 'with entry_no the id of the entry in its partition of the queue';
comment on column samples.value1 is 'in the order of the fields of data_type; blood pressure: systolic';
comment on column samples.value2 is 'blood pressure: diastolic';

-- Pages of a patient's history, newest first.
create index samples_of_patient on samples (patient_id, taken_at desc, entry_ms desc, entry_no desc);

-- How far the history has got in each partition of the queue. It moves in the transaction that
-- writes the samples: both or neither.
create table positions (
    partition smallint primary key,
    entry_id  text not null
);

insert into positions (partition, entry_id)
select p, '0' from generate_series(0, 7) as p;
