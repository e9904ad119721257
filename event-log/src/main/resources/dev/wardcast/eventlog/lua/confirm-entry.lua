-- Notes how far a reader of the sample queue is done, and drops what every reader is done with.
--
-- KEYS[1]    stream of the partition
-- KEYS[2]    hash: reader -> id of the last entry that it is done with
-- KEYS[3]    optional: the lease under which the reader works
-- ARGV[1]    reader
-- ARGV[2]    entry id
-- ARGV[3]    who must hold the lease
-- ARGV[4]    number of entries to keep even when every reader is done with them
-- ARGV[5..]  all the readers that must be done with an entry before it may go
-- Result     1, or 0 if another one holds the lease: then nothing was changed
--
-- Trimming comes first: where Redis is at maxmemory, HSET would be refused, and with it the memory
-- that the trim gives back.

if KEYS[3] and redis.call('GET', KEYS[3]) ~= ARGV[3] then
  return 0
end

local function parts(id)
  local ms, number = string.match(id, '^(%d+)%-?(%d*)$')
  return tonumber(ms), tonumber(number) or 0
end

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

local spare = redis.call('XLEN', KEYS[1]) - tonumber(ARGV[4])
-- Whole nodes of 100 entries go at once, which costs next to nothing.
if lowest and spare >= 100 then
  redis.call('XTRIM', KEYS[1], 'MINID', '~', lowest, 'LIMIT', spare)
end
redis.call('HSET', KEYS[2], ARGV[1], ARGV[2])
return 1
