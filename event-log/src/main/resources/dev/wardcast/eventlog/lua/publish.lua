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
--          11 of a group only: microseconds after which its members are to be invited anew,
--          0 if they were just now
-- Result   {epoch, clock, "1" if it was a repeat else "0"}; {epoch, clock, "i"} if nothing was done,
--          because the members are to be invited first
--
-- A group's hash has g, when its members were last invited. Announced is "<epoch> <clock> <clock before> <event>".

-- include buffer.lua

if ARGV[4] == '1' then
  local before = redis.call('GET', KEYS[4])
  if before then
    local epoch, clock = string.match(before, '^(%S+) (%S+)$')
    return {epoch, clock, '1'}
  end
end

local epoch, now, clock = open(KEYS[1], ARGV[1])
local id = int(clock)

local known = redis.call('HMGET', KEYS[2], 'last', 'n', 'x', 'g')
if ARGV[11] then
  local pause = tonumber(ARGV[11])
  if pause > 0 and (not known[4] or now - tonumber(known[4]) >= pause) then
    return {epoch, id, 'i'}
  end
  if pause == 0 then redis.call('HSET', KEYS[2], 'g', int(now)) end
end
local before = known[1] or '0'
redis.call('HSET', KEYS[1], 'clock', id)
redis.call('XADD', KEYS[3], id .. '-0', 'p', before, 'e', ARGV[3], 'n', known[2] or '0')
if ARGV[4] == '1' then
  redis.call('SET', KEYS[4], epoch .. ' ' .. id, 'EX', ARGV[5])
end
note(KEYS[2], KEYS[3], known, id, 1, now, limits(6))
redis.call('SPUBLISH', ARGV[2], epoch .. ' ' .. id .. ' ' .. before .. ' ' .. ARGV[3])
return {epoch, id, '0'}
