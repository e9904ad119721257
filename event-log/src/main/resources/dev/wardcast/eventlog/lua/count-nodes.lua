-- Says that a node is here, and counts those that said so lately.
--
-- KEYS[1]  sorted set: node -> ms until which it counts
-- ARGV[1]  the node
-- ARGV[2]  for how long it counts, in ms; 0 or less: it leaves
-- Result   number of nodes, this one included

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], string.format('%d', now + ARGV[2]), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', string.format('%d', now))
return redis.call('ZCARD', KEYS[1])
