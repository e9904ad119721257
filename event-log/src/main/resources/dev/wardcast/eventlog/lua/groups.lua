-- The groups of a user that may have had events since some time.
--
-- KEYS[1]  groups   sorted set, see invite.lua
-- ARGV     1 second since when, "" for now; one that is still to come counts as now
--          2 seconds before that from which on groups are given: as long as one may have events before
--          its members are told of it once more
-- Result   {the second since when, name, …}

local now = tonumber(redis.call('TIME')[1])
local since = math.min(tonumber(ARGV[1]) or now, now)
local names = redis.call('ZRANGEBYSCORE', KEYS[1], since - tonumber(ARGV[2]), '+inf')
table.insert(names, 1, string.format('%d', since))
return names
