-- Appends one event to its room and announces it, as one step.
--
-- KEYS[1]  log      hash   epoch, clock           the state of the partition
-- KEYS[2]  room     hash   the state of the room, see buffer.lua
-- KEYS[3]  buffer   stream
-- KEYS[4]  seen     string "<epoch> <clock>"      used when ARGV[4] is "1"
-- ARGV     1 epoch to begin with if the log is new   2 channel   3 event
--          4 "1": recognise a repeat of the same id   5 seconds to recognise it
--          6 most events kept   7 fewest events kept   8 microseconds within which all are kept
--          9 seconds a silent buffer lives   10 seconds a silent room's state lives
-- Result   {epoch, clock, "1" if it was a repeat else "0"}
--
-- Announced is "<epoch> <clock> <clock before> <event>". The clock of a partition only ever grows:
-- microseconds of the server's time, or one more than the last where that is greater.

-- include buffer.lua

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
redis.call('HSET', KEYS[1], 'clock', id)
redis.call('XADD', KEYS[3], id .. '-0', 'p', before, 'e', ARGV[3], 'n', known[2] or '0')
if ARGV[4] == '1' then
  redis.call('SET', KEYS[4], epoch .. ' ' .. id, 'EX', ARGV[5])
end
note(KEYS[2], KEYS[3], known, id, 1, now, {
  most = tonumber(ARGV[6]),
  fewest = tonumber(ARGV[7]),
  all = tonumber(ARGV[8]),
  buffer = ARGV[9],
  room = ARGV[10]
})
redis.call('SPUBLISH', ARGV[2], epoch .. ' ' .. id .. ' ' .. before .. ' ' .. ARGV[3])
return {epoch, id, '0'}
