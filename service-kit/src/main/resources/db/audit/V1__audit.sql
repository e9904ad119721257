-- Who did what, to what, and whose data it was. Rows are added and never changed.
-- The patients stand in a table of their own, because "who saw this patient" is the question asked most.
create table entries (
    id             uuid        primary key,
    at             timestamptz not null,
    -- USER, DEVICE, SERVICE, or UNKNOWN where nobody was authenticated.
    actor_kind     text        not null,
    actor_id       text,
    actor_roles    text[]      not null,
    token_id       text,
    address        text,
    correlation_id text        not null,
    action         text        not null,
    resource_type  text        not null,
    resource_id    text,
    outcome        text        not null,
    reason         text,
    detail         text
);

create index entries_by_time on entries (at desc, id desc);
create index entries_by_actor on entries (actor_id, at desc, id desc);
create index entries_by_action on entries (action, at desc, id desc);

create table entry_patients (
    patient_id text        not null,
    at         timestamptz not null,
    entry_id   uuid        not null,
    -- How many events went out, where the action is DELIVERED; 0 otherwise.
    events     integer     not null,
    primary key (patient_id, at, entry_id)
);

create index entry_patients_by_entry on entry_patients (entry_id);

create function refuse_change() returns trigger language plpgsql as $$
begin
    raise exception 'audit.% is append-only: % refused', tg_table_name, tg_op
        using errcode = 'insufficient_privilege';
end
$$;

-- Of statements, not rows: an attempt is refused even where it would hit none. TRUNCATE has no other kind.
create trigger append_only before update or delete or truncate on entries
    for each statement execute function refuse_change();
create trigger append_only before update or delete or truncate on entry_patients
    for each statement execute function refuse_change();
