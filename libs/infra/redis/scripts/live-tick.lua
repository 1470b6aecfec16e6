-- Lets time pass in the live numbers: who was ahead of the clock is there now, what no window can see any more is removed, and
-- a change nobody was told of is told.
-- KEYS[1] the state. ARGV 1 start of all other keys, 2 their life in ms, 3 now (Unix s), 4 channel, 5 least ms between messages.
-- Answers the status, empty when there is none.
local state, base, ttl, now = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local HORIZON, MARGIN, MOST = 3600, 60, 5000
local call = redis.call

local known = call('HMGET', state, 'status', 'epoch', 'dirty', 'watermark')
if known[1] ~= 'ready' then return known[1] or '' end
call('HSET', state, 'alive', now)
call('PEXPIRE', state, ttl)
local own = base .. known[2] .. ':'

for _, entry in ipairs(call('ZRANGEBYSCORE', own .. 'ahead', '-inf', now - 1, 'LIMIT', 0, MOST)) do
  local game, user, second = string.match(entry, '^(.*)|(%d+)|(%d+)$')
  if game == '' then
    call('ZADD', own .. 'users', 'GT', second, user)
    call('PEXPIRE', own .. 'users', ttl)
  else
    call('ZADD', own .. 'p:' .. game, 'GT', second, user)
    call('PEXPIRE', own .. 'p:' .. game, ttl)
    call('ZADD', own .. 'games', now, game)
    call('PEXPIRE', own .. 'games', ttl)
  end
  call('ZREM', own .. 'ahead', entry)
end

local old = now - HORIZON - MARGIN
call('ZREMRANGEBYSCORE', own .. 'users', '-inf', old)
call('ZREMRANGEBYSCORE', own .. 'games', '-inf', old)
-- Of the players of games those of a few games at a time; a game nobody plays any more ends as a whole.
local some = call('ZRANDMEMBER', own .. 'games', 20)
for _, game in ipairs(some) do call('ZREMRANGEBYSCORE', own .. 'p:' .. game, '-inf', old) end
local gone = call('ZRANGEBYSCORE', own .. 'touched', '-inf', old - MARGIN, 'LIMIT', 0, MOST)
for _, user in ipairs(gone) do
  call('HDEL', own .. 'open', user)
  call('ZREM', own .. 'playing', user)
  call('ZREM', own .. 'touched', user)
end

if known[3] == '1' and call('SET', base .. 'told', '1', 'NX', 'PX', ARGV[5]) then
  call('HSET', state, 'dirty', 0)
  call('PUBLISH', ARGV[4], cjson.encode({ at = now, watermark_ms = tonumber(known[4] or '0') }))
end
return 'ready'
