-- Whom an event of a group is for. The column rooms, for one event in many rooms, is no longer written;
-- it stays for nodes of the release before.
alter table outbox add column members text[];
