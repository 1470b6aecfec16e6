-- One step of a token bucket, exact over all replicas: full at first, refilled evenly, so no window edge to burst at.
-- KEYS[1] the bucket; ARGV: limit, window in milliseconds, cost. The clock is the server's: replicas need not agree.
-- Answers: 1 or 0 (allowed), tokens left, milliseconds until the same request would be allowed.
local limit, window, cost = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local clock = redis.call('TIME')
local now = clock[1] * 1000 + clock[2] / 1000
local held = redis.call('HMGET', KEYS[1], 'tokens', 'at')
local tokens, at = tonumber(held[1]) or limit, tonumber(held[2]) or now
tokens = math.min(limit, tokens + math.max(0, now - at) * limit / window)
local allowed = tokens >= cost
if allowed then tokens = tokens - cost end
redis.call('HSET', KEYS[1], 'tokens', tostring(tokens), 'at', tostring(math.max(now, at)))
redis.call('PEXPIRE', KEYS[1], math.ceil(window))
local wait = 0
if not allowed then wait = (math.min(cost, limit) - tokens) * window / limit end
return { allowed and 1 or 0, math.floor(tokens), math.ceil(wait) }
