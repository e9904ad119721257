-- How each device is. A sign of life is written down only now and then, see Rhythm: a row stands
-- still for a quarter of the silence that its device is allowed.
create table devices (
    device_type     text        not null,
    device_id       text        not null,
    patient_id      text        not null,
    partition       smallint    not null,
    connected       boolean     not null,
    status          text        not null,
    since           timestamptz not null,
    heard_at        timestamptz not null,
    interval_ms     bigint      not null,
    deadline        timestamptz not null,
    reported_at     timestamptz,
    signed_off_at   timestamptz,
    battery_percent smallint,
    battery_low     boolean     not null,
    lead_off        text[]      not null,
    primary key (device_type, device_id)
);

comment on column devices.partition is 'of the patient, in the queue: who follows it misses the device';
comment on column devices.reported_at is 'by the clock of the device';
comment on column devices.signed_off_at is 'when it said that it goes, until it is heard again';

-- Whom nothing is heard of any more.
create index devices_by_deadline on devices (partition, deadline) where connected;

-- Who signed off lately: whoever follows the readings has to know it.
create index devices_signed_off on devices (partition, signed_off_at) where signed_off_at is not null;

-- Whom to forget.
create index devices_gone on devices (heard_at) where not connected;
