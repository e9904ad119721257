-- A patient's state may be ahead of its partition: what somebody waits for is stored at once, without
-- what the rules found about everybody else. The id of the last sample that the state knows of; null:
-- none behind the partition's position.
alter table patient_states add column position text;

-- Counts what was stored, so that whoever stores next knows whether somebody else has meanwhile.
alter table partitions add column steps bigint not null default 0;
