export { JsonCache } from './cache/json-cache';
export { RedisConfig } from './config/redis.config';
export { Redis, type RedisValue } from './connection/redis';
export { type Asked, DuplicateHints, type HintOptions, type Hints } from './duplicates/duplicate-hints';
export { RedisFault } from './errors/redis-errors';
export type { RedisKey } from './keys/redis-key';
export { type KeyFamily, type KeyFamilyOptions, RedisKeys } from './keys/redis-keys';
export { LiveReader, type LiveRanking, type LiveStanding, type LiveValues } from './live/live-reader';
export {
  type LiveAnswer,
  type LiveBatch,
  type LiveLimits,
  type LiveRebuild,
  type LiveStatus,
  LiveStore,
} from './live/live-store';
export { type RedisLock, RedisLocks } from './locks/redis-locks';
export { RedisRateLimiter } from './rate-limit/redis-rate-limiter';
export { RedisModule, type RedisModuleOptions } from './redis.module';
export { RedisScript } from './scripts/redis-script';
