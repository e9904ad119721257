-- One event for many rooms is one row; room is then the first of them.
alter table outbox add column rooms text[];
