-- A notification is for a room: one user's, or that of an audience. What becomes of it with each
-- user is a row of its own, so a broadcast is one row however many users there are.
alter table notifications
    add column room       text,
    add column expires_at timestamptz,
    add column details    jsonb;
update notifications set room = 'user:' || user_id;
alter table notifications alter column room set not null;

create table notification_states (
    user_id         text not null,
    -- No foreign key: a gateway may tell of a delivery before the notification has come here.
    notification_id text not null,
    delivered_at    timestamptz,
    acknowledged_at timestamptz,
    primary key (user_id, notification_id)
);
insert into notification_states (user_id, notification_id, acknowledged_at)
select user_id, id, acknowledged_at from notifications where acknowledged_at is not null;

alter table notifications
    drop constraint notifications_type_check,
    drop constraint notifications_content_check,
    drop column acknowledged_at,
    drop column user_id;
create index notifications_of_room on notifications (room, created_at desc, id desc);
create index notifications_expiry on notifications (expires_at) where expires_at is not null;
create index notification_states_of on notification_states (notification_id);

-- How far the notices were read that other services published themselves.
create table notice_intake (
    one   boolean primary key default true check (one),
    clock bigint not null
);
insert into notice_intake (clock) values (0);
