-- The recorded step that an event belongs to, as W3C traceparent; null for nearly all of them.
alter table outbox add column trace text;
