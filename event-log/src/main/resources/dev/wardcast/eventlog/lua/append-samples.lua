-- Appends samples to one partition of the sample queue, each sequence number of a device once.
--
-- KEYS[1]    stream of the partition
-- KEYS[2..]  bitmaps of the sequence numbers seen, each for 256 successive numbers of a device
-- ARGV[1]    retention in ms: older entries may go
-- ARGV[2]    deduplication window in ms: how long a bitmap outlives its last change
-- ARGV[3]    greatest number of entries
-- ARGV[4..]  three for each sample: its bitmap's place in KEYS (0: it has no number), its bit, its
--            text
-- Result     for each sample the id of its entry, or an empty string (seen before)
-- Error      QUEUEFULL, and nothing was changed
--
-- The first write must not be XTRIM: Redis refuses to grow beyond maxmemory only in the first write
-- of a script. Hence the trim at the end, and at the start only where the queue is full.

local stream = KEYS[1]
local window = ARGV[2]

local function trim()
  local now = redis.call('TIME')[1] * 1000
  redis.call('XTRIM', stream, 'MINID', '~', string.format('%d', now - ARGV[1]))
end

if redis.call('XLEN', stream) >= tonumber(ARGV[3]) then
  trim()
  if redis.call('XLEN', stream) >= tonumber(ARGV[3]) then
    return redis.error_reply('QUEUEFULL the partition has its greatest length')
  end
end

local answer = {}
local touched = {}
for i = 4, #ARGV, 3 do
  local place = tonumber(ARGV[i])
  local seen = 0
  if place > 0 then
    seen = redis.call('SETBIT', KEYS[place], ARGV[i + 1], 1)
    touched[place] = true
  end
  local id = ''
  if seen == 0 then
    id = redis.call('XADD', stream, '*', 's', ARGV[i + 2])
  end
  answer[#answer + 1] = id
end
for place in pairs(touched) do
  redis.call('PEXPIRE', KEYS[place], window)
end
trim()
return answer
