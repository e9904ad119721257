-- An appointment is at a time of its own zone; starts_at and ends_at are what that means.
create table appointments (
    id           text primary key,
    patient_id   text,
    created_by   text        not null,
    -- Title and content, sealed.
    body         text        not null,
    starts_local timestamp   not null,
    zone         text        not null,
    starts_at    timestamptz not null,
    ends_at      timestamptz not null check (ends_at > starts_at),
    state        text        not null default 'SCHEDULED' check (state in ('SCHEDULED', 'CANCELLED')),
    created_at   timestamptz not null default now(),
    updated_at   timestamptz not null default now()
);
create index appointments_of_creator on appointments (created_by, starts_at, id);
create index appointments_key on appointments (split_part(body, '.', 2));

create table appointment_participants (
    appointment_id text not null references appointments (id),
    user_id        text not null,
    primary key (appointment_id, user_id)
);
create index appointment_participants_of_user on appointment_participants (user_id);

create table appointment_reminders (
    appointment_id text        not null references appointments (id),
    before         text        not null,
    due_at         timestamptz not null,
    -- SKIPPED: its time was over when it was set. MISSED: nobody could fire it before the end.
    state          text        not null
        check (state in ('PENDING', 'FIRED', 'SKIPPED', 'MISSED', 'CANCELLED')),
    fired_at       timestamptz,
    primary key (appointment_id, before)
);
create index appointment_reminders_due on appointment_reminders (due_at) where state = 'PENDING';
