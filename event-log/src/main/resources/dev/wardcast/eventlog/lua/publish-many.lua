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
--
-- The room's hash: last, the clock of its last event; floor, that of the newest one trimmed; n, how
-- many there were; x, when the lives of both keys were last prolonged.

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
  local known = redis.call('HMGET', KEYS[2 * i], 'last', 'n', 'x')
  rooms[i] = {
    hash = KEYS[2 * i],
    buffer = KEYS[2 * i + 1],
    channel = channel,
    -- Nobody can begin to listen before this script has ended.
    heard = redis.call('PUBSUB', 'SHARDNUMSUB', channel)[2] > 0,
    last = known[1] or '0',
    count = tonumber(known[2] or '0'),
    expiring = tonumber(known[3] or '0'),
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

-- As in publish.lua, at every 32nd event: what is older than it need be or more than may be, but never
-- the newest few. Only what goes is looked at.
local function trim(room)
  local length = redis.call('XLEN', room.buffer)
  local spare = length - tonumber(ARGV[3])
  if spare <= 0 then return end
  local keep = int(now - tonumber(ARGV[4]))
  local old = redis.call('XRANGE', room.buffer, '-', '(' .. keep .. '-0', 'COUNT', math.min(spare, 64))
  local surplus = length - tonumber(ARGV[2])
  if surplus > #old then
    old = redis.call('XRANGE', room.buffer, '-', '+', 'COUNT', surplus)
  end
  if #old == 0 then return end
  local floor = clock_of(old[#old][1])
  redis.call('HSET', room.hash, 'floor', floor)
  redis.call('XTRIM', room.buffer, 'MINID', int(tonumber(floor) + 1) .. '-0')
end

local SLACK = 10

for _, room in ipairs(rooms) do
  local count = room.count + room.added
  if now - room.expiring > SLACK * 1000000 then
    redis.call('HSET', room.hash, 'last', room.last, 'n', count, 'x', int(now))
    redis.call('EXPIRE', room.buffer, ARGV[5] + SLACK)
    redis.call('EXPIRE', room.hash, ARGV[6] + SLACK)
  else
    redis.call('HSET', room.hash, 'last', room.last, 'n', count)
  end
  if math.floor(count / 32) > math.floor(room.count / 32) then trim(room) end
end
return {epoch, int(clock)}
