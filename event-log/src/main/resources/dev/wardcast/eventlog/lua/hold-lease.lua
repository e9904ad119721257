-- Takes a lease that is free, or holds on to one that is ours.
--
-- KEYS[1]  the lease
-- ARGV[1]  who we are
-- ARGV[2]  for how long, in ms
-- Result   1 if we hold it now, 0 if somebody else does

local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then
  return 0
end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
return 1
