-- The key pair by which push services know this installation. Its private half is sealed.
create table push_keys (
    id         text primary key default 'vapid' check (id = 'vapid'),
    public_key text not null,
    private_key text not null
);

-- Where a user's browser can be reached while no page of ours is open there.
create table push_subscriptions (
    id         text primary key,
    user_id    text        not null,
    -- SHA-256 of the address, by which the same one is recognised.
    digest     text        not null unique,
    -- Address and keys, sealed: whoever knows them can write to that browser.
    target     text        not null,
    created_at timestamptz not null default now()
);
create index push_subscriptions_of_user on push_subscriptions (user_id, created_at);
create index push_subscriptions_key on push_subscriptions (split_part(target, '.', 2));

-- What has to be told, unless the user opens a stream before it is due. One of each kind waits for
-- a subscription, however much happens meanwhile; that bounds the queue.
create table push_queue (
    id              bigint generated always as identity primary key,
    user_id         text        not null,
    -- Null: by a message to the user, who has no subscription.
    subscription_id text references push_subscriptions (id) on delete cascade,
    kind            text        not null,
    due_at          timestamptz not null,
    attempts        int         not null default 0,
    created_at      timestamptz not null default now(),
    unique nulls not distinct (user_id, subscription_id, kind)
);
create index push_queue_due on push_queue (due_at);
create index push_queue_of_subscription on push_queue (subscription_id);
