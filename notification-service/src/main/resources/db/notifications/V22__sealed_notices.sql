-- Content is sealed from here on. What was written in clear before is found by this index and sealed
-- like the rows of a former key.
create index notifications_key on notifications
    ((case when content like 'v1.%' then left(split_part(content, '.', 2), 32) else '' end));
-- What was said stands in the content alone.
update notifications set details = details - 'content' where details is not null;

-- Notices to many that are still to be told to those of them who have no stream open. Users are
-- taken in the order of their ids, some at a time.
create table push_broadcasts (
    notification_id text primary key references notifications on delete cascade,
    room            text        not null,
    after_user      text        not null default '',
    due_at          timestamptz not null default now()
);
create index push_broadcasts_due on push_broadcasts (due_at);
