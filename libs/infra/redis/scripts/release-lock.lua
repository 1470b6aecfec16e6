-- Removes a lock, if it is still the caller's. KEYS[1] lock, ARGV[1] the holder's token. Answers 1 when it was.
if redis.call('GET', KEYS[1]) == ARGV[1] then
  return redis.call('DEL', KEYS[1])
end
return 0
