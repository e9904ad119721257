-- Appends entries to the queue of the audit: all of them, or none where it is full.
-- The oldest are never trimmed away: what was taken is kept until it is stored.
--
-- KEYS[1]  the queue, a stream
-- ARGV[1]  how many entries it may hold
-- ARGV[2…] entries
-- result   how many were appended
if redis.call('XLEN', KEYS[1]) + #ARGV - 1 > tonumber(ARGV[1]) then
    return 0
end
for i = 2, #ARGV do
    redis.call('XADD', KEYS[1], '*', 'e', ARGV[i])
end
return #ARGV - 1
