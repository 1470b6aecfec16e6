import { clickhouse } from './clickhouse.mjs';
import { kafka } from './kafka.mjs';
import { postgres } from './postgres.mjs';
import { redis } from './redis.mjs';
import { s3 } from './s3.mjs';

/**
 * A store tells which ports it needs, what to prepare, the command to start, when it is ready, what to complete once it is,
 * and how others connect to it. Everything about starting, watching and stopping is the same for all.
 */
export const STORES = [kafka, clickhouse, postgres, redis, s3];
