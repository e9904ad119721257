create table notifications (
    id              text primary key,
    user_id         text        not null,
    type            text        not null check (type in ('system_notification')),
    content         text        not null check (char_length(content) between 1 and 4000),
    sent_by         text        not null,
    created_at      timestamptz not null default now(),
    acknowledged_at timestamptz
);

create index notifications_newest on notifications (user_id, created_at desc, id desc);
create index notifications_newest_unread on notifications (user_id, created_at desc, id desc)
    where acknowledged_at is null;
