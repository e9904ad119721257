-- Reads rooms of one partition as they stand at one moment, and marks that moment in the order of
-- what this node hears: whoever receives the mark has received everything that was published before.
--
-- KEYS[1]  log      hash
-- KEYS[2…] room hash and buffer stream of each room, alternating
-- ARGV     1 "after" or "newest"   2 most entries of each room (0: none)
--          3 channel of the mark ("" for none)   4 the mark
--          5… for "after": the clock after which each room is read
-- Result   {epoch or "", clock, {last, floor, {clock, clock before, event, …}, how many}, …}
--
-- Instead of an event there may be a pack, with the clock of the last one in it and the clock before
-- the first one. There may be more events than were asked for, because some lie together; how many
-- is without what comes before what was asked for, and counts what is packed.
--
-- floor is the clock of the newest event that is no longer in the buffer; not looked for where no
-- entries are wanted. A room of which nothing is
-- known has last "" (it never had an event, or none for as long as a room's state lives).

-- include buffer.lua

-- Adds the events of an entry that come after a clock to a list, three fields each, and says how
-- many they are. A pack is added whole; some in it may come before.
local function take(entry, after, events)
  local fields = entry[2]
  local last = tonumber(clock_of(entry[1]))
  local text = fields[4]
  local count = events_of(fields)
  local wanted = math.min(count, last - after)
  if fields[7] == 'c' then
    events[#events + 1] = int(last)
    events[#events + 1] = fields[2]
    events[#events + 1] = text
    return wanted
  end
  local lengths = fields[7] == 'l' and fields[8] or tostring(#text)
  local clock = last - count
  local before = fields[2]
  local from = 1
  for length in string.gmatch(lengths, '%d+') do
    clock = clock + 1
    local id = int(clock)
    if clock > after then
      events[#events + 1] = id
      events[#events + 1] = before
      events[#events + 1] = string.sub(text, from, from + length - 1)
    end
    before = id
    from = from + length
  end
  return wanted
end

local function oldest_after(buffer, after, limit)
  local events = {}
  local from = '(' .. int(after) .. '-0'
  local count = 0
  while count < limit do
    local found = redis.call('XRANGE', buffer, from, '+', 'COUNT', math.min(limit, AT_ONCE))
    for _, entry in ipairs(found) do
      if count < limit then count = count + take(entry, after, events) end
    end
    if #found < math.min(limit, AT_ONCE) then break end
    from = '(' .. found[#found][1]
  end
  return events, count
end

local function newest(buffer, limit)
  local entries = {}
  local count = 0
  local to = '+'
  while count < limit do
    local found = redis.call('XREVRANGE', buffer, to, '-', 'COUNT', math.min(limit, AT_ONCE))
    for _, entry in ipairs(found) do
      if count < limit then
        entries[#entries + 1] = entry
        count = count + events_of(entry[2])
      end
    end
    if #found < math.min(limit, AT_ONCE) then break end
    to = '(' .. found[#found][1]
  end
  local events = {}
  for i = #entries, 1, -1 do take(entries[i], 0, events) end
  return events, count
end

local state = redis.call('HMGET', KEYS[1], 'epoch', 'clock')
local result = {state[1] or '', state[2] or '0'}
local limit = tonumber(ARGV[2])
for i = 2, #KEYS, 2 do
  if limit == 0 then
    result[#result + 1] = {redis.call('HGET', KEYS[i], 'last') or '', '0', {}, 0}
  else
    local room = redis.call('HMGET', KEYS[i], 'last', 'floor')
    local last = room[1] or ''
    local floor = room[2] or '0'
    if redis.call('EXISTS', KEYS[i + 1]) == 0 and last ~= '' then floor = last end
    local events, count
    if ARGV[1] == 'newest' then
      events, count = newest(KEYS[i + 1], limit)
    else
      events, count = oldest_after(KEYS[i + 1], tonumber(ARGV[4 + i / 2]), limit)
    end
    result[#result + 1] = {last, floor, events, count}
  end
end
if ARGV[3] ~= '' then
  redis.call('SPUBLISH', ARGV[3], ARGV[4] .. ' ' .. result[2])
end
return result
