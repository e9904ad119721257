-- What the scripts of the sample queue have in common; put in by LuaScript where one says so.
--
-- The stream of a partition has an entry for the samples that were appended together. s has them, a
-- line each, and n is how many. Its id is that of the last of them, <milliseconds>-<number>, and
-- those before it have the numbers before. Numbers go on for the life of the stream.

local function parts(id)
  local ms, number = string.match(id, '^(%d+)%-?(%d*)$')
  return tonumber(ms), tonumber(number) or 0
end

-- Returns milliseconds and number of the last sample, how many samples there are, and in how many
-- entries.
local function state(stream)
  if redis.call('EXISTS', stream) == 0 then return 0, 0, 0, 0 end
  local about = {}
  local info = redis.call('XINFO', 'STREAM', stream)
  for i = 1, #info, 2 do about[info[i]] = info[i + 1] end
  local ms, number = parts(about['last-generated-id'])
  local entries = about['length']
  if entries == 0 then return ms, number, 0, 0 end
  local first = about['first-entry']
  local _, last_of_first = parts(first[1])
  -- An earlier version did not count.
  local in_first = first[2][3] == 'n' and tonumber(first[2][4]) or 1
  return ms, number, math.max(number - last_of_first + in_first, entries), entries
end
