-- Adds a change to the live numbers: a batch of one partition once, or a piece of a past that is made anew.
-- KEYS[1] the state, a hash: status, epoch, token, watermark, alive, lag, dirty, and `o:<partition>`, the last offset counted.
-- ARGV    1 start of all other keys, 2 their life in ms, 3 now (Unix s), 4 the change as JSON, 5 identities of its events, eight
--         bytes each, 6 most identities to remember, 7 token of the rebuild, empty for a batch; and for a batch 8 partition,
--         9 first and 10 last offset, 11 whether it is far behind, 12 channel, 13 least ms between two messages.
-- Answers applied; cold (nothing to add to); known (counted before); overlap, offset; gap, offset; seen, places of events
--         counted before. Only `applied` has changed numbers.
--
-- The other keys are named after the epoch in the state, so they cannot be declared: this is for one server, not for a cluster
-- of them. Seconds are of event time: `c:` has the counts of one and `d:`, a list, what each change added to it by type
-- and game; `cm:` and `gm:` have both for a minute, added up.
local state, base, ttl, now = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3])
local identities, most, token = ARGV[5], tonumber(ARGV[6]), ARGV[7]
local HORIZON, SIGN, MARGIN, CHUNK = 3600, 1800, 60, 500
local call = redis.call

local known = call('HMGET', state, 'status', 'epoch', 'token', 'building')
local epoch
if token == '' then
  if known[1] ~= 'ready' then return { 'cold' } end
  local part, from, to = ARGV[8], tonumber(ARGV[9]), tonumber(ARGV[10])
  local offset = tonumber(call('HGET', state, 'o:' .. part) or '-1')
  if to <= offset then return { 'known' } end
  if from <= offset then return { 'overlap', string.format('%.0f', offset) } end
  if from > offset + 1 then
    call('HSET', state, 'status', 'gap')
    return { 'gap', string.format('%.0f', offset) }
  end
  epoch = known[2]
else
  if known[3] ~= token then return { 'cold' } end
  epoch = known[4]
end
local own = base .. epoch .. ':'

-- Identities in four sets, the oldest of which is given up when the youngest is old or large enough.
local ids = {}
for at = 1, #identities, 8 do ids[#ids + 1] = string.sub(identities, at, at + 7) end
local generation = call('HMGET', own .. 'seen', 'at', 'since', 'count')
local current, since, count = tonumber(generation[1] or '0'), tonumber(generation[2] or now), tonumber(generation[3] or '0')
if token == '' and #ids > 0 then
  local places, marked = { 'seen' }, {}
  for each = math.max(0, current - 3), current do
    local key = own .. 'seen:' .. each
    for first = 1, #ids, CHUNK do
      local answers = call('SMISMEMBER', key, unpack(ids, first, math.min(first + CHUNK - 1, #ids)))
      for place, found in ipairs(answers) do
        if found == 1 and not marked[first + place - 1] then
          marked[first + place - 1] = true
          places[#places + 1] = first + place - 1
        end
      end
    end
  end
  if #places > 1 then return places end
  if now - since >= HORIZON / 3 or count >= most / 4 then
    current, since, count = current + 1, now, 0
    call('UNLINK', own .. 'seen:' .. (current - 4))
  end
end
for first = 1, #ids, CHUNK do
  count = count + call('SADD', own .. 'seen:' .. current, unpack(ids, first, math.min(first + CHUNK - 1, #ids)))
end
if #ids > 0 then
  call('HSET', own .. 'seen', 'at', current, 'since', since, 'count', count)
  call('PEXPIRE', own .. 'seen', ttl)
  call('PEXPIRE', own .. 'seen:' .. current, ttl)
end

local delta = cjson.decode(ARGV[4])
local function ends(key, second) call('EXPIRE', key, math.max(second - now, 0) + HORIZON + 2 * MARGIN) end
local function add(key, field, amount) if amount ~= 0 and amount ~= '0' then call('HINCRBY', key, field, amount) end end
local function many(command, key, pairs)
  for first = 1, #pairs, CHUNK do call(command, key, unpack(pairs, first, math.min(first + CHUNK - 1, #pairs))) end
end
local function latest(key, pairs)
  for first = 1, #pairs, CHUNK do
    call('ZADD', key, 'GT', unpack(pairs, first, math.min(first + CHUNK - 1, #pairs)))
  end
end

local function counts(key, each)
  add(key, 'e', each[2])
  add(key, 'v', each[3])
  add(key, 'p', each[4])
  add(key, 'r', each[5])
end
for _, each in ipairs(delta.seconds) do
  local second = each[1]
  counts(own .. 'c:' .. second, each)
  call('RPUSH', own .. 'd:' .. second, each[6])
  ends(own .. 'c:' .. second, second)
  ends(own .. 'd:' .. second, second)
end
for _, each in ipairs(delta.minutes) do
  local key, games = own .. 'cm:' .. each[1], own .. 'gm:' .. each[1]
  counts(key, each)
  for at = 1, #each[6], 2 do add(key, 't:' .. each[6][at], each[6][at + 1]) end
  ends(key, each[1] * 60 + 60)
  for at = 1, #each[7], 3 do
    add(games, 'v:' .. each[7][at], each[7][at + 1])
    add(games, 'r:' .. each[7][at], each[7][at + 2])
  end
  if #each[7] > 0 then ends(games, each[1] * 60 + 60) end
end
if #delta.users > 0 then
  latest(own .. 'users', delta.users)
  call('PEXPIRE', own .. 'users', ttl)
end
local games = {}
for _, each in ipairs(delta.players) do
  local key = own .. 'p:' .. each[1]
  latest(key, each[2])
  call('PEXPIRE', key, ttl)
  games[#games + 1] = now
  games[#games + 1] = each[1]
end
if #games > 0 then
  latest(own .. 'games', games)
  call('PEXPIRE', own .. 'games', ttl)
end
if #delta.ahead > 0 then
  latest(own .. 'ahead', delta.ahead)
  call('PEXPIRE', own .. 'ahead', ttl)
end

-- Per account its sessions: the latest sign of an open one, the end of one that has ended as a negative number.
local playing, open, touched = {}, {}, {}
local function merge(sessions, told)
  for at = 1, #told, 3 do
    local session, sign, ended = told[at], told[at + 1], told[at + 2]
    local before = sessions[session] or 0
    if ended > 0 then
      sessions[session] = math.min(-ended, before)
    elseif before >= 0 then
      sessions[session] = math.max(sign, before)
    end
  end
end
for _, each in ipairs(delta.sessions) do
  local user = each[1]
  local text = call('HGET', own .. 'open', user)
  local sessions = text and cjson.decode(text) or {}
  merge(sessions, each[2])
  local best, left = 0, false
  for id, at in pairs(sessions) do
    if at < now - SIGN - MARGIN and at > -(now - HORIZON - MARGIN) then
      sessions[id] = nil
    else
      left = true
      best = math.max(best, at)
    end
  end
  if best > 0 then
    playing[#playing + 1] = best
    playing[#playing + 1] = user
  else
    call('ZREM', own .. 'playing', user)
  end
  if left then
    open[#open + 1] = user
    open[#open + 1] = cjson.encode(sessions)
    touched[#touched + 1] = now
    touched[#touched + 1] = user
  else
    call('HDEL', own .. 'open', user)
    call('ZREM', own .. 'touched', user)
  end
end
many('ZADD', own .. 'playing', playing)
many('ZADD', own .. 'touched', touched)
many('HSET', own .. 'open', open)
if #delta.sessions > 0 then
  for _, name in ipairs({ 'open', 'playing', 'touched' }) do call('PEXPIRE', own .. name, ttl) end
end

if token ~= '' then
  call('PEXPIRE', state, ttl)
  return { 'applied' }
end
call('HSET', state, 'o:' .. ARGV[8], ARGV[10], 'alive', now)
if delta.watermark > tonumber(call('HGET', state, 'watermark') or '0') then
  call('HSET', state, 'watermark', string.format('%.0f', delta.watermark))
end
if ARGV[11] == '1' then call('HSET', state, 'lag', now) end
call('PEXPIRE', state, ttl)
if call('SET', base .. 'told', '1', 'NX', 'PX', ARGV[13]) then
  call('HSET', state, 'dirty', 0)
  call('PUBLISH', ARGV[12], cjson.encode({ at = now, watermark_ms = delta.watermark }))
else
  call('HSET', state, 'dirty', 1)
end
return { 'applied' }
