-- Begins and ends the making of the live numbers anew.
-- KEYS[1] the state. ARGV 1 what to do, 2 start of all other keys, 3 life of keys in ms, 4 token of the rebuild, 5 now (Unix s);
--         begin: 6 the new epoch. From here no batch is added; readers still see the old epoch.
--         ready: 6 watermark in Unix ms, then partition, last offset counted … Readers and batches see the new epoch.
-- Answers 1, or 0 when the rebuild is not the newest one any more.
local state, what, base, ttl, token, now = KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4], tonumber(ARGV[5])
local AROUND = 3900
local call = redis.call

-- All keys of an epoch have names that can be counted out; they would end by themselves, but two pasts need twice the memory.
local function drop(epoch)
  local own = base .. epoch .. ':'
  for _, game in ipairs(call('ZRANGE', own .. 'games', 0, -1)) do call('UNLINK', own .. 'p:' .. game) end
  for second = now - AROUND, now + AROUND do call('UNLINK', own .. 'c:' .. second, own .. 'd:' .. second) end
  for minute = math.floor((now - AROUND) / 60), math.floor((now + AROUND) / 60) do
    call('UNLINK', own .. 'cm:' .. minute, own .. 'gm:' .. minute)
  end
  local current = tonumber(call('HGET', own .. 'seen', 'at') or '0')
  for each = math.max(0, current - 3), current do call('UNLINK', own .. 'seen:' .. each) end
  for _, name in ipairs({ 'seen', 'users', 'ahead', 'games', 'open', 'playing', 'touched' }) do call('UNLINK', own .. name) end
end

local known = call('HMGET', state, 'token', 'building', 'epoch')
if what == 'begin' then
  if known[2] then drop(known[2]) end
  call('HSET', state, 'status', 'building', 'token', token, 'building', ARGV[6])
  call('PEXPIRE', state, ttl)
  return 1
end

if known[1] ~= token then return 0 end
call('DEL', state)
call('HSET', state, 'status', 'ready', 'epoch', known[2], 'watermark', ARGV[6], 'alive', now, 'dirty', 1)
for at = 7, #ARGV, 2 do call('HSET', state, 'o:' .. ARGV[at], ARGV[at + 1]) end
call('PEXPIRE', state, ttl)
if known[3] and known[3] ~= known[2] then drop(known[3]) end
return 1
