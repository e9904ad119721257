-- Empties the buffer of a room, as if everything in it had been trimmed: whoever asks for it later
-- is told of a gap.
--
-- KEYS[1]  room     hash   see buffer.lua
-- KEYS[2]  buffer   stream
-- Result   1 if there was a buffer, else 0

local last = redis.call('HGET', KEYS[1], 'last')
if last then
  redis.call('HSET', KEYS[1], 'floor', last)
  -- The next buffer has no life yet that could be prolonged.
  redis.call('HDEL', KEYS[1], 'x')
end
return redis.call('DEL', KEYS[2])
