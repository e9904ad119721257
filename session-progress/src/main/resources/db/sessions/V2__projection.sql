-- Sessions that are perhaps not in Redis yet. A row is written in the transaction of its session and
-- goes when Redis has it, so a process that dies in between leaves the work to the next look.
create table unprojected (
    session_id text primary key references sessions
);
