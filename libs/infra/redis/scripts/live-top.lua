-- Ranks games or types of events over the window [now - length, now); changes nothing.
-- KEYS[1] the state. ARGV 1 start of all other keys, 2 now (Unix s), 3 length of the window in s, 4 what is added up: t (events of
--         a type), v (views of a game), r (kopecks of a game), p (players of a game), 5 how many are wanted.
-- Answers {status, epoch, watermark, alive, lag, name, value …}, the largest first, equal ones by name.
local base, now, length, field, limit = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3]), ARGV[4], tonumber(ARGV[5])
local call = redis.call

local answer = call('HMGET', KEYS[1], 'status', 'epoch', 'watermark', 'alive', 'lag')
for at = 1, 5 do answer[at] = answer[at] or '' end
if answer[2] == '' then return answer end
local own, from, sums = base .. answer[2] .. ':', now - length, {}

local function players()
  for _, game in ipairs(call('ZRANGEBYSCORE', own .. 'games', from, '+inf')) do
    sums[game] = call('ZCOUNT', own .. 'p:' .. game, from, '+inf')
  end
  local due = {}
  for _, entry in ipairs(call('ZRANGEBYSCORE', own .. 'ahead', from, now - 1)) do
    local game, user = string.match(entry, '^(.+)|(%d+)|%d+$')
    local seen = game and tonumber(call('ZSCORE', own .. 'p:' .. game, user) or '-1')
    if game and not due[game .. user] and seen < from then
      due[game .. user] = true
      sums[game] = (sums[game] or 0) + 1
    end
  end
end

local function count(name, amount) sums[name] = (sums[name] or 0) + amount end
local function minute(at)
  local fields = call('HGETALL', own .. (field == 't' and 'cm:' or 'gm:') .. at)
  for place = 1, #fields, 2 do
    if string.sub(fields[place], 1, 2) == field .. ':' then count(string.sub(fields[place], 3), tonumber(fields[place + 1])) end
  end
end
local function second(at)
  for _, text in ipairs(call('LRANGE', own .. 'd:' .. at, 0, -1)) do
    local types, games = unpack(cjson.decode(text))
    if field == 't' then
      for place = 1, #types, 2 do count(types[place], types[place + 1]) end
    else
      for place = 1, #games, 3 do count(games[place], tonumber(games[place + (field == 'v' and 1 or 2)])) end
    end
  end
end
if field == 'p' then
  players()
else
  local first, last = math.ceil(from / 60), math.floor(now / 60)
  for at = from, math.min(first * 60, now) - 1 do second(at) end
  for at = first, last - 1 do minute(at) end
  for at = math.max(last * 60, math.min(first * 60, now)), now - 1 do second(at) end
end

local names = {}
for name, value in pairs(sums) do if value ~= 0 then names[#names + 1] = name end end
table.sort(names, function(a, b) if sums[a] ~= sums[b] then return sums[a] > sums[b] end return a < b end)
for at = 1, math.min(limit, #names) do
  answer[#answer + 1] = names[at]
  answer[#answer + 1] = string.format('%.0f', sums[names[at]])
end
return answer
