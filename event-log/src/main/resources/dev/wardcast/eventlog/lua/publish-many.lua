-- Appends readings of many rooms of one partition and announces them, as one step. Each is appended
-- and announced just as publish.lua does it, but what the readings of a room have in common is read
-- and written once, a text that several rooms get is sent once, and for a room that nobody listens
-- to nothing is put together or sent.
--
-- KEYS[1]  log      hash   epoch, clock           the state of the partition
-- KEYS[2…] room hash and buffer stream of each room, alternating; as in publish.lua
-- ARGV     1 epoch to begin with if the log is new
--          2 most events kept   3 fewest events kept   4 microseconds within which all are kept
--          5 seconds a silent buffer lives   6 seconds a silent room's state lives
--          7 how many texts follow
--          8… the channel of each room, then the texts, then for each reading the place of its
--          room, its first line, and the place of its text
-- Result   {epoch, clock of the last one}

local function int(n) return string.format('%.0f', n) end
local function clock_of(id) return string.match(id, '^(%d+)') end

local state = redis.call('HMGET', KEYS[1], 'epoch', 'clock')
local epoch = state[1]
if not epoch then
  epoch = ARGV[1]
  redis.call('HSET', KEYS[1], 'epoch', epoch)
end
local time = redis.call('TIME')
local now = tonumber(time[1]) * 1000000 + tonumber(time[2])
local clock = state[2] and tonumber(state[2]) or 0

local rooms = {}
for i = 1, (#KEYS - 1) / 2 do
  local channel = ARGV[7 + i]
  rooms[i] = {
    hash = KEYS[2 * i],
    buffer = KEYS[2 * i + 1],
    channel = channel,
    -- Nobody can begin to listen before this script has ended.
    heard = redis.call('PUBSUB', 'SHARDNUMSUB', channel)[2] > 0,
    last = redis.call('HGET', KEYS[2 * i], 'last') or '0',
    added = 0
  }
end

local texts = 7 + #rooms
for i = texts + tonumber(ARGV[7]) + 1, #ARGV, 3 do
  local room = rooms[tonumber(ARGV[i])]
  local event = ARGV[i + 1] .. ARGV[texts + tonumber(ARGV[i + 2])]
  clock = math.max(now, clock + 1)
  local id = int(clock)
  redis.call('XADD', room.buffer, id .. '-0', 'p', room.last, 'e', event)
  if room.heard then
    redis.call('SPUBLISH', room.channel, epoch .. ' ' .. id .. ' ' .. room.last .. ' ' .. event)
  end
  room.last = id
  room.added = room.added + 1
end
redis.call('HSET', KEYS[1], 'clock', int(clock))

-- As in publish.lua, at every 32nd event.
local function trim(room)
  local length = redis.call('XLEN', room.buffer)
  local fewest = tonumber(ARGV[3])
  if length <= fewest then return end
  local keep = now - tonumber(ARGV[4])
  local newest = redis.call('XREVRANGE', room.buffer, '+', '-', 'COUNT', fewest)
  keep = math.min(keep, tonumber(clock_of(newest[#newest][1])))
  local surplus = length - tonumber(ARGV[2])
  if surplus > 0 then
    local oldest = redis.call('XRANGE', room.buffer, '-', '+', 'COUNT', surplus)
    keep = math.max(keep, tonumber(clock_of(oldest[#oldest][1])) + 1)
  end
  local evicted = redis.call('XREVRANGE', room.buffer, '(' .. int(keep) .. '-0', '-', 'COUNT', 1)
  if evicted[1] then
    redis.call('HSET', room.hash, 'floor', clock_of(evicted[1][1]))
    redis.call('XTRIM', room.buffer, 'MINID', int(keep) .. '-0')
  end
end

for _, room in ipairs(rooms) do
  redis.call('HSET', room.hash, 'last', room.last)
  local count = redis.call('HINCRBY', room.hash, 'n', room.added)
  if math.floor(count / 32) > math.floor((count - room.added) / 32) then trim(room) end
  redis.call('EXPIRE', room.buffer, ARGV[5])
  redis.call('EXPIRE', room.hash, ARGV[6])
end
return {epoch, int(clock)}
