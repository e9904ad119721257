-- Appends one event to many rooms of one partition and announces it, as one step. In each room it is
-- as if publish.lua had put it there, but the event is sent to Redis once and announced once, to every
-- node that listens to the partition. A repeat of the same id changes none of the rooms.
--
-- KEYS[1]  log      hash   epoch, clock           the state of the partition
-- KEYS[2]  seen     string "<epoch> <clock>"      of the first room
-- KEYS[3…] room hash and buffer stream of each room, alternating; see buffer.lua
-- ARGV     1 epoch to begin with if the log is new   2 event   3 seconds to recognise a repeat
--          4 most events kept   5 fewest events kept   6 microseconds within which all are kept
--          7 seconds a silent buffer lives   8 seconds a silent room's state lives
--          9 the channel of what is for many rooms   10… the channel of each room
-- Result   {epoch, clock in the first room, "1" if it was a repeat else "0"}
--
-- Announced is "<epoch> <clock in the first room> <rooms> <channel of the room> <clock before> … <event>";
-- each further room's clock is one more. What is for one room of this partition is announced there.

-- include buffer.lua

local before = redis.call('GET', KEYS[2])
if before then
  local epoch, clock = string.match(before, '^(%S+) (%S+)$')
  return {epoch, clock, '1'}
end

local epoch, now, clock = open(KEYS[1], ARGV[1])
local first = int(clock)
local keep = limits(4)
local rooms = (#KEYS - 2) / 2
local places = {}

for i = 1, rooms do
  local hash = KEYS[2 * i + 1]
  local buffer = KEYS[2 * i + 2]
  local id = int(clock)
  local known = redis.call('HMGET', hash, 'last', 'n', 'x')
  local last = known[1] or '0'
  redis.call('XADD', buffer, id .. '-0', 'p', last, 'e', ARGV[2], 'n', known[2] or '0')
  note(hash, buffer, known, id, 1, now, keep)
  places[2 * i - 1] = ARGV[9 + i]
  places[2 * i] = last
  clock = clock + 1
end
if rooms == 1 then
  redis.call('SPUBLISH', places[1], epoch .. ' ' .. first .. ' ' .. places[2] .. ' ' .. ARGV[2])
else
  redis.call('SPUBLISH', ARGV[9], epoch .. ' ' .. first .. ' ' .. int(rooms) .. ' '
    .. table.concat(places, ' ') .. ' ' .. ARGV[2])
end
redis.call('HSET', KEYS[1], 'clock', int(clock - 1))
redis.call('SET', KEYS[2], epoch .. ' ' .. first, 'EX', ARGV[3])
return {epoch, first, '0'}
