-- Gives a lease up, unless it has gone to somebody else meanwhile.
--
-- KEYS[1]  the lease
-- ARGV[1]  who we are
-- Result   1 if it was ours

if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
