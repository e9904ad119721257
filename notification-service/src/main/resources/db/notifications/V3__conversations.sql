-- Text is sealed before it comes here; lengths are checked before that.
create table conversations (
    id            text primary key,
    title         text,
    -- Whom it is about; then only who may see the patient's record takes part.
    patient_id    text,
    created_by    text        not null,
    created_at    timestamptz not null default now(),
    -- Of the newest message; its row is the lock under which messages get their places.
    last_sequence bigint      not null default 0,
    last_at       timestamptz not null default now()
);

create table participants (
    conversation_id text        not null references conversations,
    user_id         text        not null,
    added_by        text        not null,
    added_at        timestamptz not null default now(),
    -- Since then this user sees nothing of it.
    removed_at      timestamptz,
    -- Messages up to this one were before their time.
    visible_after   bigint      not null default 0,
    read_sequence   bigint      not null default 0,
    primary key (conversation_id, user_id)
);
create index participants_of_user on participants (user_id) where removed_at is null;

create table messages (
    id              text primary key,
    conversation_id text        not null references conversations,
    sequence        bigint      not null,
    sender          text        not null,
    idempotency_key text        not null,
    -- Null once it was deleted.
    text            text,
    sent_at         timestamptz not null,
    edited_at       timestamptz,
    deleted_at      timestamptz,
    unique (conversation_id, sequence),
    unique (sender, idempotency_key)
);

-- What a message was before it was edited or deleted; nothing is ever taken away here.
create table message_changes (
    id          text primary key,
    message_id  text        not null references messages,
    kind        text        not null check (kind in ('edited', 'deleted')),
    changed_by  text        not null,
    changed_at  timestamptz not null,
    former_text text        not null
);
create index message_changes_of on message_changes (message_id, changed_at);

-- By which the texts of former keys are found when the key has changed.
create index messages_key on messages (split_part(text, '.', 2)) where text is not null;
create index message_changes_key on message_changes (split_part(former_text, '.', 2));
create index conversations_key on conversations (split_part(title, '.', 2)) where title is not null;
