-- One event for many rooms is one row; room is then the first of them. Repeatable, because schemas
-- that use the outbox have versions of their own behind the one that made the table.
alter table outbox add column if not exists rooms text[];
