-- Appends one event to many rooms of one partition and announces it in each, as one step. In each
-- room it is as if publish.lua had put it there, but the event is sent to Redis once. A repeat of
-- the same id changes none of them.
--
-- KEYS[1]  log      hash   epoch, clock           the state of the partition
-- KEYS[2]  seen     string "<epoch> <clock>"      of the first room
-- KEYS[3…] room hash and buffer stream of each room, alternating; see buffer.lua
-- ARGV     1 epoch to begin with if the log is new   2 event   3 seconds to recognise a repeat
--          4 most events kept   5 fewest events kept   6 microseconds within which all are kept
--          7 seconds a silent buffer lives   8 seconds a silent room's state lives
--          9… the channel of each room
-- Result   {epoch, clock in the first room, "1" if it was a repeat else "0"}

-- include buffer.lua

local before = redis.call('GET', KEYS[2])
if before then
  local epoch, clock = string.match(before, '^(%S+) (%S+)$')
  return {epoch, clock, '1'}
end

local epoch, now, clock = open(KEYS[1], ARGV[1])
local first = int(clock)
local keep = limits(4)

for i = 1, (#KEYS - 2) / 2 do
  local hash = KEYS[2 * i + 1]
  local buffer = KEYS[2 * i + 2]
  local id = int(clock)
  local known = redis.call('HMGET', hash, 'last', 'n', 'x')
  local last = known[1] or '0'
  redis.call('XADD', buffer, id .. '-0', 'p', last, 'e', ARGV[2], 'n', known[2] or '0')
  note(hash, buffer, known, id, 1, now, keep)
  redis.call('SPUBLISH', ARGV[8 + i], epoch .. ' ' .. id .. ' ' .. last .. ' ' .. ARGV[2])
  clock = clock + 1
end
redis.call('HSET', KEYS[1], 'clock', int(clock - 1))
redis.call('SET', KEYS[2], epoch .. ' ' .. first, 'EX', ARGV[3])
return {epoch, first, '0'}
