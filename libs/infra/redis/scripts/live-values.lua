-- Reads the live numbers of the window [now - length, now); changes nothing.
-- KEYS[1] the state. ARGV 1 start of all other keys, 2 now (Unix s), 3 length of the window in s.
-- Answers {status, epoch, watermark, alive, lag, events, views, purchases, kopecks, users, playing}, texts; empty where unknown.
local base, now, length = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local SIGN = 1800
local call = redis.call

local answer = call('HMGET', KEYS[1], 'status', 'epoch', 'watermark', 'alive', 'lag')
for at = 1, 5 do answer[at] = answer[at] or '' end
if answer[2] == '' then return answer end
local own, from = base .. answer[2] .. ':', now - length

local sums = { 0, 0, 0, 0 }
local function take(key)
  for at, value in ipairs(call('HMGET', key, 'e', 'v', 'p', 'r')) do sums[at] = sums[at] + tonumber(value or '0') end
end
local first, last = math.ceil(from / 60), math.floor(now / 60)
for second = from, math.min(first * 60, now) - 1 do take(own .. 'c:' .. second) end
for minute = first, last - 1 do take(own .. 'cm:' .. minute) end
for second = math.max(last * 60, math.min(first * 60, now)), now - 1 do take(own .. 'c:' .. second) end
for at = 1, 4 do answer[5 + at] = string.format('%.0f', sums[at]) end

-- Who was ahead of the clock when last seen, and is not any more.
local users, due = call('ZCOUNT', own .. 'users', from, '+inf'), {}
for _, entry in ipairs(call('ZRANGEBYSCORE', own .. 'ahead', from, now - 1)) do
  local user = string.match(entry, '^|(%d+)|')
  local seen = user and tonumber(call('ZSCORE', own .. 'users', user) or '-1')
  if user and not due[user] and seen < from then
    due[user] = true
    users = users + 1
  end
end
answer[10] = tostring(users)
answer[11] = tostring(call('ZCOUNT', own .. 'playing', now - SIGN, '+inf'))
return answer
