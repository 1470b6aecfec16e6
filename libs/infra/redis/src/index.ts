export { type RedisKey, RedisKeys } from './redis-keys';
export { RedisModule, type RedisOptions } from './redis.module';
export { RedisConfig } from './redis.config';
export { RedisRateLimiter } from './redis-rate-limiter';
export { RedisRefused, RedisStore } from './redis-store';
export { redisScript, type RedisScript } from './redis-script';
