alter table sessions
    -- From 1; each retry is another one, in which progress begins anew.
    add column attempt       int         not null default 1,
    -- How often a worker took this attempt on.
    add column claims        int         not null default 0,
    -- Who works on it: what a worker has to show, and the worker. Null where nobody claimed it.
    add column lease_id      text,
    add column lease_owner   text,
    add column lease_seconds int         not null default 30,
    -- From when on a worker may claim it: the end of its lease, or at once.
    add column free_at       timestamptz not null default now(),
    -- When its room was last told, and whether there is news since.
    add column told_at       timestamptz not null default '-infinity',
    add column untold        boolean     not null default false;

-- The queue of those who wait for a worker is this index.
create index sessions_unfinished on sessions (free_at) where status not in ('processed', 'failed');
create index sessions_untold on sessions (told_at) where untold;

create table results (
    session_id text primary key references sessions,
    -- As it was found; never looked into.
    result     json        not null,
    created_at timestamptz not null default now()
);
