-- Takes `cost` of a limit if no window of the given length would then hold more than the limit.
-- KEYS[1] a hash: slice of time -> how much was taken in it.
-- ARGV    limit, window in ms, cost, slices a window is cut into.
-- Answers {allowed, remaining, milliseconds until the same cost would be allowed}.
--
-- A slice counts in full until all of it lies outside the window. So there is no edge to burst at: no window ever holds
-- more than the limit, and the price is that a place comes free up to one slice late. The time is the server's, which
-- all replicas of a service share.
local limit, window, cost, slices = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local width = math.ceil(window / slices)
local current = math.floor(now / width)

local taken, used = {}, 0
local fields = redis.call('HGETALL', KEYS[1])
for at = 1, #fields, 2 do
  local slice, amount = tonumber(fields[at]), tonumber(fields[at + 1])
  -- The second condition is for a clock that was set back: what it left in the future does not block for ever.
  if slice < current - slices or slice > current + slices then
    redis.call('HDEL', KEYS[1], fields[at])
  else
    used = used + amount
    taken[#taken + 1] = { slice, amount }
  end
end

if used + cost <= limit then
  if cost > 0 then
    redis.call('HINCRBY', KEYS[1], string.format('%.0f', current), cost)
    redis.call('PEXPIRE', KEYS[1], width * (slices + 1))
  end
  return { 1, limit - used - cost, 0 }
end

table.sort(taken, function(a, b) return a[1] < b[1] end)
local free, wait = limit - used, window
for _, each in ipairs(taken) do
  free = free + each[2]
  wait = (each[1] + slices + 1) * width - now
  if free >= cost then break end
end
return { 0, math.max(0, limit - used), math.max(1, wait) }
