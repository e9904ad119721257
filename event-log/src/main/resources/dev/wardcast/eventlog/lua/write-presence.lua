-- Writes what changed in a node's presence, and lets all of it live on for a while.
--
-- KEYS[1]  the node's document; while it is there, so is the rest
-- KEYS[2]  hash: room -> who is in it
-- KEYS[3]  hash: user -> connections
-- ARGV[1]  'anew': what was there before is dropped; 'on': it is added to
-- ARGV[2]  for how long it lives, in ms
-- ARGV[3]  the document
-- ARGV[4]  how many rooms follow
-- ARGV[5…] room, value, …, then user, value, …; an empty value removes
-- Result   1; or 0, and nothing is written, if it is to be added to what is not there any more

if ARGV[1] == 'anew' then
  redis.call('DEL', KEYS[2], KEYS[3])
elseif redis.call('EXISTS', KEYS[1]) == 0 then
  return 0
end
redis.call('SET', KEYS[1], ARGV[3], 'PX', ARGV[2])
local users = 5 + 2 * ARGV[4]
for i = 5, #ARGV, 2 do
  local key = i < users and KEYS[2] or KEYS[3]
  if ARGV[i + 1] == '' then
    redis.call('HDEL', key, ARGV[i])
  else
    redis.call('HSET', key, ARGV[i], ARGV[i + 1])
  end
end
redis.call('PEXPIRE', KEYS[2], ARGV[2])
redis.call('PEXPIRE', KEYS[3], ARGV[2])
return 1
