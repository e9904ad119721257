-- Sessions whose rooms perhaps don't know where they stand. A row is written in the transaction that
-- changes its session and goes when the room knows, so a process that dies in between leaves the
-- telling to another. Without a reference: a session never goes, and each note would look for it.
create table untold (
    session_id text primary key,
    -- Of the state that is to be told; grows with each state of the session.
    version    bigint      not null,
    since      timestamptz not null default clock_timestamp()
);

create function version_of(sessions) returns bigint language sql immutable as $$
    select $1.attempt * 1000::bigint + case when $1.status in ('processed', 'failed') then 500 else 0 end
        + $1.progress
$$;

-- Services of the release before tell by the outbox, and by told_at and untold, which this one does
-- not touch: all three go with the next release. What such a service leaves untold when it ends is
-- told by this one.
create function note_untold() returns trigger language plpgsql set search_path from current as $$
begin
    insert into untold (session_id, version) values (new.id, version_of(new))
    on conflict (session_id) do update set version = excluded.version, since = clock_timestamp();
    return null;
end
$$;
create trigger told_by_the_release_before after update of told_at, untold on sessions
    for each row execute function note_untold();

insert into untold (session_id, version)
    select id, version_of(sessions) from sessions
    where untold or id in (select substr(room, 9) from outbox where published_clock is null);
