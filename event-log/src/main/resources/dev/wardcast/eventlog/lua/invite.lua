-- Notes that a user is in a group that has events, and tells the user's own room if the group has had
-- none for a while: the streams that are open follow it from there on.
--
-- KEYS[1]  log      hash        the state of the partition
-- KEYS[2]  room     hash        of the user's own room, see buffer.lua
-- KEYS[3]  buffer   stream      of the same
-- KEYS[4]  groups   sorted set  names of the user's groups, by the second in which they last invited
-- ARGV     1 epoch to begin with if the log is new   2 channel of the user's own room   3 event
--          4 name of the group   5 seconds of silence after which the room is told anew
--          6 most events kept   7 fewest events kept   8 microseconds within which all are kept
--          9 seconds a silent buffer lives   10 seconds a silent room's state lives, and the groups
-- Result   1 if the room was told, else 0

-- include buffer.lua

local epoch, now, clock = open(KEYS[1], ARGV[1])
local keep = limits(6)
local second = math.floor(now / 1000000)
local invited = redis.call('ZSCORE', KEYS[4], ARGV[4])
redis.call('ZADD', KEYS[4], second, ARGV[4])
redis.call('EXPIRE', KEYS[4], keep.room)
if invited and second - tonumber(invited) < tonumber(ARGV[5]) then return 0 end
redis.call('ZREMRANGEBYSCORE', KEYS[4], '-inf', second - tonumber(keep.room))

local id = int(clock)
local known = redis.call('HMGET', KEYS[2], 'last', 'n', 'x')
local before = known[1] or '0'
redis.call('HSET', KEYS[1], 'clock', id)
redis.call('XADD', KEYS[3], id .. '-0', 'p', before, 'e', ARGV[3], 'n', known[2] or '0')
note(KEYS[2], KEYS[3], known, id, 1, now, keep)
redis.call('SPUBLISH', ARGV[2], epoch .. ' ' .. id .. ' ' .. before .. ' ' .. ARGV[3])
return 1
