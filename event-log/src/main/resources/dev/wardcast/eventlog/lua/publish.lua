-- Appends one event to its room and announces it, as one step.
--
-- KEYS[1]  log      hash   epoch, clock           the state of the partition
-- KEYS[2]  room     hash   last, floor, n, x       the state of the room
-- KEYS[3]  buffer   stream <clock>-0  p=<clock of the room's event before>  e=<event>
-- KEYS[4]  seen     string "<epoch> <clock>"      used when ARGV[4] is "1"
-- ARGV     1 epoch to begin with if the log is new   2 channel   3 event
--          4 "1": recognise a repeat of the same id   5 seconds to recognise it
--          6 most events kept   7 fewest events kept   8 microseconds within which all are kept
--          9 seconds a silent buffer lives   10 seconds a silent room's state lives
-- Result   {epoch, clock, "1" if it was a repeat else "0"}
--
-- Announced is "<epoch> <clock> <clock before> <event>". The clock of a partition only ever grows:
-- microseconds of the server's time, or one more than the last where that is greater.

local function int(n) return string.format('%.0f', n) end
local function clock_of(id) return string.match(id, '^(%d+)') end

if ARGV[4] == '1' then
  local before = redis.call('GET', KEYS[4])
  if before then
    local epoch, clock = string.match(before, '^(%S+) (%S+)$')
    return {epoch, clock, '1'}
  end
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
local id = int(clock)

local known = redis.call('HMGET', KEYS[2], 'last', 'n', 'x')
local before = known[1] or '0'
local count = tonumber(known[2] or '0') + 1
redis.call('HSET', KEYS[1], 'clock', id)
redis.call('XADD', KEYS[3], id .. '-0', 'p', before, 'e', ARGV[3])
if ARGV[4] == '1' then
  redis.call('SET', KEYS[4], epoch .. ' ' .. id, 'EX', ARGV[5])
end

-- Every ten seconds is often enough, and then for ten seconds more than asked for.
local SLACK = 10
if now - tonumber(known[3] or '0') > SLACK * 1000000 then
  redis.call('HSET', KEYS[2], 'last', id, 'n', count, 'x', int(now))
  redis.call('EXPIRE', KEYS[3], ARGV[9] + SLACK)
  redis.call('EXPIRE', KEYS[2], ARGV[10] + SLACK)
else
  redis.call('HSET', KEYS[2], 'last', id, 'n', count)
end

-- Trimming takes a while, so it is done now and then; the buffer is a little longer meanwhile. What is
-- older than it need be goes, and what is more than may be, but never the newest few. Only what goes is
-- looked at.
local function trim()
  local length = redis.call('XLEN', KEYS[3])
  local spare = length - tonumber(ARGV[7])
  if spare <= 0 then return end
  local keep = int(now - tonumber(ARGV[8]))
  local old = redis.call('XRANGE', KEYS[3], '-', '(' .. keep .. '-0', 'COUNT', math.min(spare, 64))
  local surplus = length - tonumber(ARGV[6])
  if surplus > #old then
    old = redis.call('XRANGE', KEYS[3], '-', '+', 'COUNT', surplus)
  end
  if #old == 0 then return end
  local floor = clock_of(old[#old][1])
  redis.call('HSET', KEYS[2], 'floor', floor)
  redis.call('XTRIM', KEYS[3], 'MINID', int(tonumber(floor) + 1) .. '-0')
end
if count % 32 == 0 then trim() end

redis.call('SPUBLISH', ARGV[2], epoch .. ' ' .. id .. ' ' .. before .. ' ' .. ARGV[3])
return {epoch, id, '0'}
