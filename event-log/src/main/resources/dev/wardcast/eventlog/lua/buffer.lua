-- What the scripts that append to rooms have in common; put in by LuaScript where one says so.
--
-- A room's hash: last, the clock of its last event; floor, that of the newest one that is no longer
-- in the buffer; n, how many events it has had; x, when the lives of both keys were last prolonged; v,
-- where its events are states, the version of the last one.
--
-- An entry of its buffer is <clock>-0, p the clock of the room's event before it, e the event, and n
-- how many events the room had before it. Where several come together it is one entry: its clock is
-- that of the last one, those before it have the numbers before, e has all of them one after the
-- other, and l says how long each is. Or they are packed, which only ReadingPack can undo: then e
-- has the pack, and c says how many there are.

-- Every ten seconds is often enough, and then for ten seconds more than asked for.
local SLACK = 10

-- A buffer is trimmed when so many events were added: that takes a while.
local TRIM_EVERY = 32

-- So many entries are looked at at a time: one may have many events.
local AT_ONCE = 16

local function int(n) return string.format('%d', n) end

-- The log's epoch, which begins now if there is none, the server's time in microseconds, and the next
-- clock. The clock of a partition only ever grows: it is the time, or one more than the last where
-- that is greater.
local function open(log, new_epoch)
  local state = redis.call('HMGET', log, 'epoch', 'clock')
  local epoch = state[1]
  if not epoch then
    epoch = new_epoch
    redis.call('HSET', log, 'epoch', epoch)
  end
  local time = redis.call('TIME')
  local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
  local clock = now
  if state[2] and tonumber(state[2]) >= clock then clock = tonumber(state[2]) + 1 end
  return epoch, now, clock
end

-- What a script is told of how long to keep, in five arguments from that one on: most events, fewest
-- events, microseconds within which all are kept, seconds a silent buffer and a silent room live.
local function limits(first)
  return {
    most = tonumber(ARGV[first]),
    fewest = tonumber(ARGV[first + 1]),
    all = tonumber(ARGV[first + 2]),
    buffer = ARGV[first + 3],
    room = ARGV[first + 4]
  }
end
local function clock_of(id) return string.match(id, '^(%d+)') end

local function events_of(fields)
  if fields[7] == 'c' then return tonumber(fields[8]) end
  if fields[7] ~= 'l' then return 1 end
  local _, count = string.gsub(fields[8], '%d+', '')
  return count
end

-- keep    most, fewest: events; all: microseconds within which all are kept
-- Removes what is older than it need be and what is more than may be, but never the newest few. Only
-- what goes is looked at.
local function trim(hash, buffer, count, now, keep)
  local oldest = redis.call('XRANGE', buffer, '-', '+', 'COUNT', 1)[1]
  if not oldest then return end
  -- An earlier version did not count.
  local fields = oldest[2]
  local length = fields[5] == 'n' and count - tonumber(fields[6]) or redis.call('XLEN', buffer)
  local young = '(' .. int(now - keep.all) .. '-0'
  local floor
  local from = '-'
  local more = length > keep.fewest
  while more do
    local to = length > keep.most and '+' or young
    local found = redis.call('XRANGE', buffer, from, to, 'COUNT', AT_ONCE)
    more = #found == AT_ONCE
    for _, entry in ipairs(found) do
      local left = length - events_of(entry[2])
      if left < keep.fewest or (to == '+' and length <= keep.most) then
        more = to == '+' and left >= keep.fewest
        break
      end
      floor = clock_of(entry[1])
      from = '(' .. entry[1]
      length = left
    end
  end
  if floor then
    redis.call('HSET', hash, 'floor', floor)
    redis.call('XTRIM', buffer, 'MINID', int(tonumber(floor) + 1) .. '-0')
  end
end

-- Notes what a room is like after events were added to it, and now and then trims its buffer.
--
-- known   last, n, x of its hash, as they were
-- added   how many events came
-- keep    as for trim, and buffer, room: seconds that a silent one lives
local function note(hash, buffer, known, last, added, now, keep)
  local before = tonumber(known[2] or '0')
  local count = before + added
  if now - tonumber(known[3] or '0') > SLACK * 1000000 then
    redis.call('HSET', hash, 'last', last, 'n', count, 'x', int(now))
    redis.call('EXPIRE', buffer, keep.buffer + SLACK)
    redis.call('EXPIRE', hash, keep.room + SLACK)
  else
    redis.call('HSET', hash, 'last', last, 'n', count)
  end
  if math.floor(count / TRIM_EVERY) > math.floor(before / TRIM_EVERY) then
    trim(hash, buffer, count, now, keep)
  end
end
