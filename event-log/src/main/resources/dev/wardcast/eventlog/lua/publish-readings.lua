-- Appends readings of many rooms of one partition and announces them, as one step. To whoever
-- follows or reads a room it is as if publish.lua had put each there. What comes together is one
-- entry of the buffer; for a room that nobody listens to it may come packed, and nothing is sent.
--
-- KEYS[1]  log      hash   epoch, clock           the state of the partition
-- KEYS[2…] room hash and buffer stream of each room, alternating; see buffer.lua
-- ARGV     1 epoch to begin with if the log is new
--          2 most events kept   3 fewest events kept   4 microseconds within which all are kept
--          5 seconds a silent buffer lives   6 seconds a silent room's state lives
--          7… for each room its channel, how many readings, the length of the event of each, and
--          all of them one after the other; or, instead of the lengths, nothing, and the pack
-- Result   for each room 1 if somebody listens to it, else 0. Where somebody does, a pack was left
--          out: the room's readings have to come as events

-- include buffer.lua

local epoch, now, following = open(KEYS[1], ARGV[1])
local clock = following - 1
local keep = limits(2)

local rooms = (#KEYS - 1) / 2
local channels = {}
for i = 1, rooms do channels[i] = ARGV[4 * i + 3] end
-- Nobody can begin to listen before this script has ended.
local heard = redis.call('PUBSUB', 'SHARDNUMSUB', unpack(channels))

local function announce(channel, first, before, lengths, events)
  local from = 1
  for length in string.gmatch(lengths, '%d+') do
    local id = int(first)
    local event = string.sub(events, from, from + length - 1)
    redis.call('SPUBLISH', channel, epoch .. ' ' .. id .. ' ' .. before .. ' ' .. event)
    before = id
    first = first + 1
    from = from + length
  end
end

local flags = {}
for i = 1, rooms do
  local hash, buffer = KEYS[2 * i], KEYS[2 * i + 1]
  local added, lengths, text = tonumber(ARGV[4 * i + 4]), ARGV[4 * i + 5], ARGV[4 * i + 6]
  local packed = lengths == ''
  local listened = heard[2 * i] > 0
  flags[i] = listened and '1' or '0'
  if not (packed and listened) then
    local known = redis.call('HMGET', hash, 'last', 'n', 'x')
    local before, count = known[1] or '0', known[2] or '0'
    local first = clock + 1
    clock = clock + added
    local last = int(clock)
    local id = last .. '-0'
    if packed then
      redis.call('XADD', buffer, id, 'p', before, 'e', text, 'n', count, 'c', added)
    elseif added == 1 then
      redis.call('XADD', buffer, id, 'p', before, 'e', text, 'n', count)
    else
      redis.call('XADD', buffer, id, 'p', before, 'e', text, 'n', count, 'l', lengths)
    end
    note(hash, buffer, known, last, added, now, keep)
    if listened then announce(channels[i], first, before, lengths, text) end
  end
end
redis.call('HSET', KEYS[1], 'clock', int(clock))
return table.concat(flags)
