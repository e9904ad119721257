create table sessions (
    id          text primary key,
    patient_id  text        not null,
    created_by  text        not null,
    audio_bytes bigint      not null check (audio_bytes > 0),
    status      text        not null check (status in ('uploaded', 'decoding', 'analysing', 'segmenting',
                                                       'transcribing', 'processed', 'failed')),
    -- Percent; never goes back.
    progress    int         not null check (progress between 0 and 100),
    message     text        not null,
    error       text,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);
