-- Keeps where a session stands, unless something later is kept already: nodes that report at the
-- same time may arrive here in another order than they committed in.
-- KEYS[1]  session:{id}:progress
-- ARGV[1]  JSON object; its number "version" grows with each step
-- ARGV[2]  that number
-- ARGV[3]  seconds to keep it
-- Returns 1 if it is kept now, 0 if something later was.
local kept = redis.call('get', KEYS[1])
if kept and cjson.decode(kept).version > tonumber(ARGV[2]) then
    return 0
end
redis.call('set', KEYS[1], ARGV[1], 'ex', ARGV[3])
return 1
