-- Passes frames of one waveform on: into the buffer of the last seconds, and to whoever listens.
--
-- KEYS[1]    source  hash    owner, stream, sequence: which connection may send, and what came last
-- KEYS[2]    frames  stream  f=<frame>
-- ARGV       1 owner   2 channel   3 ms that a frame stays   4 ms that a silent source is known
--            5.. three for each frame: its stream, its sequence, its bytes
-- Result     for each frame 1 (passed on) or 0 (a repeat)
-- Error      TAKEN, and nothing was changed: another connection sends in this one's place
--
-- What nobody listens to is not sent: SPUBLISH goes to subscribers and is nothing without them.

local state = redis.call('HMGET', KEYS[1], 'owner', 'stream', 'sequence')
if state[1] and state[1] ~= ARGV[1] then
  return redis.error_reply('TAKEN by another connection')
end

local stream = state[2]
local last = tonumber(state[3] or '-1')
local now = redis.call('TIME')
local oldest = string.format('%.0f', now[1] * 1000 + math.floor(now[2] / 1000) - ARGV[3])
local answer = {}
for i = 5, #ARGV, 3 do
  local sequence = tonumber(ARGV[i + 1])
  if ARGV[i] == stream and sequence <= last then
    answer[#answer + 1] = 0
  else
    stream = ARGV[i]
    last = sequence
    redis.call('XADD', KEYS[2], 'MINID', '~', oldest, '*', 'f', ARGV[i + 2])
    redis.call('SPUBLISH', ARGV[2], ARGV[i + 2])
    answer[#answer + 1] = 1
  end
end
redis.call('HSET', KEYS[1], 'owner', ARGV[1], 'stream', stream, 'sequence', string.format('%.0f', last))
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PEXPIRE', KEYS[2], ARGV[3])
return answer
