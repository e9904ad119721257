-- Events that were committed with the rows they speak of, and what became of them.
-- Shared by services; each has this table in its own schema.
create table outbox (
    id              bigint generated always as identity primary key,
    event_id        text        not null unique,
    room            text        not null,
    type            text        not null,
    at              timestamptz not null,
    data            text        not null,
    collapse_key    text,
    created_at      timestamptz not null default now(),
    -- Where the log put it; null until it is published.
    published_epoch text,
    published_clock bigint,
    -- Why the log can never take it; such a row is set aside and holds nobody up.
    refused         text
);

create index outbox_waiting on outbox (id) where published_clock is null and refused is null;
create index outbox_published on outbox (room, published_clock) where published_clock is not null;
create index outbox_retention on outbox (created_at) where published_clock is not null;
