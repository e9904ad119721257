-- Appends to a room how its subject stands and announces it, as one step: unless the room knows that
-- or something later already, or was told something too short a time ago.
--
-- KEYS[1]  log      hash   epoch, clock           the state of the partition
-- KEYS[2]  room     hash   the state of the room, see buffer.lua; v is the version that it knows
-- KEYS[3]  buffer   stream
-- ARGV     1 epoch to begin with if the log is new   2 channel   3 event
--          4 version: grows with each state of the subject
--          5 microseconds that lie between this event and the room's last one at least
--          6 most events kept   7 fewest events kept   8 microseconds within which all are kept
--          9 seconds a silent buffer lives   10 seconds a silent room's state lives
-- Result   0 if the room knows this state or a later one, else microseconds to wait for

-- include buffer.lua

local known = redis.call('HMGET', KEYS[2], 'last', 'n', 'x', 'v')
if known[4] and tonumber(known[4]) >= tonumber(ARGV[4]) then return 0 end

local epoch, now, clock = open(KEYS[1], ARGV[1])
local before = known[1] or '0'
local early = tonumber(before) + tonumber(ARGV[5]) - now
if early > 0 and ARGV[5] ~= '0' then return early end

local id = int(clock)
redis.call('HSET', KEYS[1], 'clock', id)
redis.call('XADD', KEYS[3], id .. '-0', 'p', before, 'e', ARGV[3], 'n', known[2] or '0')
redis.call('HSET', KEYS[2], 'v', ARGV[4])
note(KEYS[2], KEYS[3], known, id, 1, now, limits(6))
redis.call('SPUBLISH', ARGV[2], epoch .. ' ' .. id .. ' ' .. before .. ' ' .. ARGV[3])
return 0
