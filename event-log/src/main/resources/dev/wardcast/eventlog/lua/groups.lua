-- The groups of a user that may have had events since some time.
--
-- KEYS[1]  groups   sorted set, see invite.lua
-- ARGV     1 second since when; "" for now   2 seconds before that from which on groups are given: as
--          long as one may have events before it invites again
-- Result   {the second since when, name, …}

local since = tonumber(ARGV[1]) or tonumber(redis.call('TIME')[1])
local names = redis.call('ZRANGEBYSCORE', KEYS[1], since - tonumber(ARGV[2]), '+inf')
table.insert(names, 1, string.format('%d', since))
return names
