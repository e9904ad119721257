-- Appends one event to its room and announces it, as one step.
--
-- KEYS[1]  log      hash   epoch, clock           the state of the partition
-- KEYS[2]  room     hash   last, floor, n         the state of the room
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

local before = redis.call('HGET', KEYS[2], 'last') or '0'
redis.call('HSET', KEYS[1], 'clock', id)
redis.call('HSET', KEYS[2], 'last', id)
redis.call('XADD', KEYS[3], id .. '-0', 'p', before, 'e', ARGV[3])
if ARGV[4] == '1' then
  redis.call('SET', KEYS[4], epoch .. ' ' .. id, 'EX', ARGV[5])
end

-- Trimming looks at many entries, so it is done now and then; the buffer is a little longer meanwhile.
local count = redis.call('HINCRBY', KEYS[2], 'n', 1)
if count % 32 == 0 then
  local length = redis.call('XLEN', KEYS[3])
  local fewest = tonumber(ARGV[7])
  if length > fewest then
    local keep = now - tonumber(ARGV[8])
    local newest = redis.call('XREVRANGE', KEYS[3], '+', '-', 'COUNT', fewest)
    keep = math.min(keep, tonumber(clock_of(newest[#newest][1])))
    local surplus = length - tonumber(ARGV[6])
    if surplus > 0 then
      local oldest = redis.call('XRANGE', KEYS[3], '-', '+', 'COUNT', surplus)
      keep = math.max(keep, tonumber(clock_of(oldest[#oldest][1])) + 1)
    end
    local evicted = redis.call('XREVRANGE', KEYS[3], '(' .. int(keep) .. '-0', '-', 'COUNT', 1)
    if evicted[1] then
      redis.call('HSET', KEYS[2], 'floor', clock_of(evicted[1][1]))
      redis.call('XTRIM', KEYS[3], 'MINID', int(keep) .. '-0')
    end
  end
end
redis.call('EXPIRE', KEYS[3], ARGV[9])
redis.call('EXPIRE', KEYS[2], ARGV[10])

redis.call('SPUBLISH', ARGV[2], epoch .. ' ' .. id .. ' ' .. before .. ' ' .. ARGV[3])
return {epoch, id, '0'}
