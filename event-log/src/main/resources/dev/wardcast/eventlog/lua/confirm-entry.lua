-- Notes how far a reader of the sample queue is done, and drops what every reader is done with.
--
-- KEYS[1]    stream of the partition
-- KEYS[2]    hash: reader -> id of the last sample that it is done with
-- KEYS[3]    optional: the lease under which the reader works
-- ARGV[1]    reader
-- ARGV[2]    id of that sample
-- ARGV[3]    who must hold the lease
-- ARGV[4]    about how many samples to keep even when every reader is done with them
-- ARGV[5..]  all the readers that must be done with a sample before it may go
-- Result     1, or 0 if another one holds the lease: then nothing was changed
--
-- Trimming comes first: where Redis is at maxmemory, HSET would be refused, and with it the memory
-- that the trim gives back.

if KEYS[3] and redis.call('GET', KEYS[3]) ~= ARGV[3] then
  return 0
end

-- include queue.lua

local lowest = ARGV[2]
for i = 5, #ARGV do
  if ARGV[i] ~= ARGV[1] then
    local id = redis.call('HGET', KEYS[2], ARGV[i])
    if not id then
      lowest = nil
      break
    end
    local ms, number = parts(id)
    local lowest_ms, lowest_number = parts(lowest)
    if ms < lowest_ms or (ms == lowest_ms and number < lowest_number) then
      lowest = id
    end
  end
end

if lowest then
  local _, _, length, entries = state(KEYS[1])
  local spare = length - tonumber(ARGV[4])
  -- Whole nodes go at once, which costs next to nothing.
  if spare >= 100 then
    local limit = math.max(1, math.floor(spare * entries / length))
    redis.call('XTRIM', KEYS[1], 'MINID', '~', lowest, 'LIMIT', limit)
  end
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
return 1
