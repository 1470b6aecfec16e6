-- Keeps a lock for longer, if it is still the caller's. KEYS[1] lock, ARGV[1] the holder's token, ARGV[2] milliseconds.
-- Answers 1 when it was.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
