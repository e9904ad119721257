-- Appends samples to one partition of the sample queue, each sequence number of a device once.
--
-- KEYS[1]    stream of the partition
-- KEYS[2]    string "<milliseconds> <number>" of its last sample
-- KEYS[3..]  bitmaps of the sequence numbers seen, each for 256 successive numbers of a device
-- ARGV[1]    retention in ms: older entries may go
-- ARGV[2]    deduplication window in ms: how long a bitmap outlives its last change
-- ARGV[3]    greatest number of samples
-- ARGV[4]    number of samples
-- ARGV[5..]  for each of the entries that they become: how many samples, their texts, a line each,
--            how many runs they are, and for each run the place of its bitmap in KEYS (0: its samples
--            have no numbers), its first bit, how many samples, and so many ones as a number.
--            A run is samples with successive numbers, at most 48: Lua counts exactly up to 2^53
-- Result     milliseconds of all that are new; number of the first of them, the others have the
--            numbers after; for each sample 1 if it is new and 0 if it was there before
-- Error      QUEUEFULL, and nothing was changed
--
-- The first write must not be XTRIM: Redis refuses to grow beyond maxmemory only in the first write
-- of a script. Hence the trim at the end, and at the start only where the queue is full.

-- include queue.lua

-- A long partition is looked at when about so many samples were added.
local LOOK_EVERY = 256
local LONG = 10000

local stream = KEYS[1]
local most = tonumber(ARGV[3])
local now = redis.call('TIME')
now = now[1] * 1000 + math.floor(now[2] / 1000)
local young = string.format('%d', now - ARGV[1])

local ms, number = string.match(redis.call('GET', KEYS[2]) or '', '^(%d+) (%d+)$')
if ms then
  ms, number = tonumber(ms), tonumber(number)
else
  ms, number = state(stream)
end
local look = most < LONG
  or math.floor((number + ARGV[4]) / LOOK_EVERY) > math.floor(number / LOOK_EVERY)
if look then
  local _, _, length = state(stream)
  if length >= most then
    redis.call('XTRIM', stream, 'MINID', '~', young)
    _, _, length = state(stream)
    if length >= most then
      return redis.error_reply('QUEUEFULL the partition has its greatest length')
    end
  end
end

-- The server's clock may have gone back.
if now > ms then ms = now end
local first
local answer = {}
local touched = {}
local at = 5
while at < #ARGV do
  local count = tonumber(ARGV[at])
  local lines = ARGV[at + 1]
  local runs = tonumber(ARGV[at + 2])
  local added = 0
  local from = #answer
  at = at + 3
  for run = 1, runs do
    local place, length = tonumber(ARGV[at]), tonumber(ARGV[at + 2])
    -- The first sample's bit is the highest.
    local seen = 0
    if place > 0 then
      seen = redis.call('BITFIELD', KEYS[place], 'SET', 'u' .. ARGV[at + 2], ARGV[at + 1], ARGV[at + 3])[1]
      touched[place] = true
    end
    local last = #answer + length
    for i = last, last - length + 1, -1 do
      local known = seen % 2
      answer[i] = known == 0 and '1' or '0'
      added = added + 1 - known
      seen = (seen - known) / 2
    end
    at = at + 4
  end
  if added > 0 then
    if added < count then
      local fresh = {}
      local i = from
      for line in string.gmatch(lines, '[^\n]+') do
        i = i + 1
        if answer[i] == '1' then fresh[#fresh + 1] = line end
      end
      lines = table.concat(fresh, '\n')
    end
    local id = string.format('%d-%d', ms, number + added)
    local done = redis.pcall('XADD', stream, id, 's', lines, 'n', added)
    if type(done) == 'table' then
      -- Somebody else has appended, and the stream has the last word.
      ms, number = state(stream)
      id = string.format('%d-%d', ms, number + added)
      redis.call('XADD', stream, id, 's', lines, 'n', added)
    end
    first = first or number + 1
    number = number + added
  end
end
redis.call('SET', KEYS[2], string.format('%d %d', ms, number))
for place in pairs(touched) do
  redis.call('PEXPIRE', KEYS[place], ARGV[2])
end
if look then redis.call('XTRIM', stream, 'MINID', '~', young) end
return {string.format('%d', ms), string.format('%d', first or 0), table.concat(answer)}
