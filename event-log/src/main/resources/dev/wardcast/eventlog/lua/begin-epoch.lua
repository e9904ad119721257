-- Begins a new epoch when the log may have lost events: another server answers (restarted or failed
-- over), or somebody saw that events are missing.
--
-- KEYS[1]  log   hash   epoch, clock, server
-- ARGV     1 identity of the server that answers   2 the new epoch
--          3 "": only if the server changed; else the epoch that is known to be broken
-- Result   {epoch, clock}

local state = redis.call('HMGET', KEYS[1], 'epoch', 'clock', 'server')
local epoch, clock, server = state[1], state[2], state[3]
if not clock then
  -- Positions are given out before anything was published; they have to mean a time.
  local time = redis.call('TIME')
  clock = string.format('%.0f', tonumber(time[1]) * 1000000 + tonumber(time[2]))
end
local replace = not epoch or (server and server ~= ARGV[1]) or (ARGV[3] ~= '' and epoch == ARGV[3])
if replace then epoch = ARGV[2] end
redis.call('HSET', KEYS[1], 'epoch', epoch, 'clock', clock, 'server', ARGV[1])
return {epoch, clock}
