-- Reads rooms of one partition as they stand at one moment, and marks that moment in the order of
-- what this node hears: whoever receives the mark has received everything that was published before.
--
-- KEYS[1]  log      hash
-- KEYS[2…] room hash and buffer stream of each room, alternating
-- ARGV     1 "after" or "newest"   2 most entries of each room (0: none)
--          3 channel of the mark ("" for none)   4 the mark
--          5… for "after": the clock after which each room is read
-- Result   {epoch or "", clock, {last, floor, {clock, clock before, event, …}}, …}
--
-- floor is the clock of the newest event that is no longer in the buffer. A room of which nothing is
-- known has last "" (it never had an event, or none for as long as a room's state lives).

local function clock_of(id) return string.match(id, '^(%d+)') end

local state = redis.call('HMGET', KEYS[1], 'epoch', 'clock')
local result = {state[1] or '', state[2] or '0'}
local limit = tonumber(ARGV[2])
for i = 2, #KEYS, 2 do
  local room = redis.call('HMGET', KEYS[i], 'last', 'floor')
  local last = room[1] or ''
  local floor = room[2] or '0'
  if redis.call('EXISTS', KEYS[i + 1]) == 0 and last ~= '' then floor = last end
  local entries = {}
  if limit > 0 then
    local found
    if ARGV[1] == 'newest' then
      found = redis.call('XREVRANGE', KEYS[i + 1], '+', '-', 'COUNT', limit)
    else
      local after = ARGV[4 + i / 2]
      found = redis.call('XRANGE', KEYS[i + 1], '(' .. after .. '-0', '+', 'COUNT', limit)
    end
    local from, to, step = 1, #found, 1
    if ARGV[1] == 'newest' then from, to, step = #found, 1, -1 end
    for j = from, to, step do
      local fields = found[j][2]
      entries[#entries + 1] = clock_of(found[j][1])
      entries[#entries + 1] = fields[2]
      entries[#entries + 1] = fields[4]
    end
  end
  result[#result + 1] = {last, floor, entries}
end
if ARGV[3] ~= '' then
  redis.call('SPUBLISH', ARGV[3], ARGV[4] .. ' ' .. result[2])
end
return result
