-- Remembers who was first under each key, and tells who was there before.
-- KEYS[1] since when hints are complete; KEYS[2…] one key for each thing.
-- ARGV[1] how long a hint lives in ms, ARGV[2] how long the first key lives in ms, ARGV[3…] who asks, one for each thing.
-- Answers {milliseconds for which hints have been complete, for each thing '' or who was first}.
--
-- Hints are complete from the moment the first key was made; a server that was started anew or had to evict keys has lost
-- some, so they count from now on.
local function field(section, name)
  return string.match(redis.call('INFO', section), name .. ':([^\r\n]+)') or ''
end

local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local server = field('server', 'run_id') .. ':' .. field('stats', 'evicted_keys')
local since = now
local known = redis.call('GET', KEYS[1])
if known and string.sub(known, 1, #server + 1) == server .. ':' then
  since = tonumber(string.sub(known, #server + 2))
end
redis.call('SET', KEYS[1], server .. ':' .. string.format('%.0f', since), 'PX', ARGV[2])

local answer = { now - since }
for at = 2, #KEYS do
  local first = redis.call('GET', KEYS[at])
  if not first then
    redis.call('SET', KEYS[at], ARGV[at + 1], 'PX', ARGV[1])
  end
  answer[at] = first or ''
end
return answer
