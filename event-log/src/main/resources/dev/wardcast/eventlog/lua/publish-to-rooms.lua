-- Appends one event to many rooms of one partition and announces it in each, as one step. In each
-- room it is as if publish.lua had put it there, but the event is sent to Redis once. A repeat of
-- the same id changes none of them.
--
-- KEYS[1]  log      hash   epoch, clock           the state of the partition
-- KEYS[2]  seen     string "<epoch> <clock>"      of the first room
-- KEYS[3…] room hash and buffer stream of each room, alternating; as in publish.lua
-- ARGV     1 epoch to begin with if the log is new   2 event   3 seconds to recognise a repeat
--          4 most events kept   5 fewest events kept   6 microseconds within which all are kept
--          7 seconds a silent buffer lives   8 seconds a silent room's state lives
--          9… the channel of each room
-- Result   {epoch, clock in the first room, "1" if it was a repeat else "0"}
--
-- As in publish-many.lua, the lives of a room's keys are prolonged every ten seconds, and for ten
-- seconds more than asked for; x in its hash is when.

local function int(n) return string.format('%.0f', n) end
local function clock_of(id) return string.match(id, '^(%d+)') end
local SLACK = 10

local before = redis.call('GET', KEYS[2])
if before then
  local epoch, clock = string.match(before, '^(%S+) (%S+)$')
  return {epoch, clock, '1'}
end

local state = redis.call('HMGET', KEYS[1], 'epoch', 'clock')
local epoch = state[1]
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local clock = now
if state[2] and tonumber(state[2]) >= clock then clock = tonumber(state[2]) + 1 end
local first = int(clock)

-- As in publish-many.lua, at every 32nd event.
local function trim(hash, buffer)
  local spare = redis.call('XLEN', buffer) - tonumber(ARGV[5])
  if spare <= 0 then return end
  local keep = int(now - tonumber(ARGV[6]))
  local old = redis.call('XRANGE', buffer, '-', '(' .. keep .. '-0', 'COUNT', math.min(spare, 64))
  local surplus = spare + tonumber(ARGV[5]) - tonumber(ARGV[4])
  if surplus > #old then
    old = redis.call('XRANGE', buffer, '-', '+', 'COUNT', surplus)
  end
  if #old == 0 then return end
  local floor = clock_of(old[#old][1])
  redis.call('HSET', hash, 'floor', floor)
  redis.call('XTRIM', buffer, 'MINID', int(tonumber(floor) + 1) .. '-0')
end

for i = 1, (#KEYS - 2) / 2 do
  local hash = KEYS[2 * i + 1]
  local buffer = KEYS[2 * i + 2]
  local id = int(clock)
  local room = redis.call('HMGET', hash, 'last', 'n', 'x')
  local last = room[1] or '0'
  local count = tonumber(room[2] or '0') + 1
  redis.call('XADD', buffer, id .. '-0', 'p', last, 'e', ARGV[2])
  if now - tonumber(room[3] or '0') > SLACK * 1000000 then
    redis.call('HSET', hash, 'last', id, 'n', count, 'x', int(now))
    redis.call('EXPIRE', buffer, ARGV[7] + SLACK)
    redis.call('EXPIRE', hash, ARGV[8] + SLACK)
  else
    redis.call('HSET', hash, 'last', id, 'n', count)
  end
  if count % 32 == 0 then trim(hash, buffer) end
  redis.call('SPUBLISH', ARGV[8 + i], epoch .. ' ' .. id .. ' ' .. last .. ' ' .. ARGV[2])
  clock = clock + 1
end
redis.call('HSET', KEYS[1], 'clock', int(clock - 1))
redis.call('SET', KEYS[2], epoch .. ' ' .. first, 'EX', ARGV[3])
return {epoch, first, '0'}
