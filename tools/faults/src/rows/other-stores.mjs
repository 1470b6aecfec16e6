/** Rows about PostgreSQL, Redis and S3. */
const configured = (stage, name, value) => stage.stores.redis((redis) => redis.config('SET', name, value));

export const rows = [
  {
    id: 'F33',
    smoke: true,
    group: 's3',
    title: 'S3 refuses connections, resets them, is slow',
    inject: async (stage) => {
      await stage.cutOff('s3');
      await stage.pause(4_000);
      await stage.healNetwork();
      await stage.toxic('s3', 'reset_peer', { timeout: 20 });
      await stage.pause(4_000);
      await stage.healNetwork();
      await stage.toxic('s3', 'latency', { latency: 1_500 });
      await stage.pause(4_000);
    },
  },
  {
    id: 'F34',
    group: 's3',
    title: "S3's disk is full",
    scaled: 'an object that is lost after its commit is the specs of the reconciliation',
    mounts: [{ folder: 's3', megabytes: 100 }],
    inject: async (stage) => {
      await stage.fill('s3');
      await stage.pause(12_000);
    },
  },
  {
    id: 'F35',
    smoke: true,
    group: 'postgres',
    title: 'PostgreSQL frozen, then killed with -9',
    scaled: 'frozen for 12 s instead of 2 min',
    inject: async (stage) => {
      stage.freeze('postgres');
      await stage.pause(12_000);
      stage.thaw('postgres');
      await stage.pause(1_000);
      await stage.killAndBack('postgres');
    },
  },
  {
    id: 'F37',
    smoke: true,
    group: 'redis',
    title: 'Redis flushed, full, 2 s away, killed with -9',
    inject: async (stage) => {
      await stage.stores.redis((redis) => redis.flushall());
      stage.note('Redis has forgotten everything');
      await stage.until(
        () => configured(stage, 'maxmemory', '0'),
        () => configured(stage, 'maxmemory', '1mb'),
      );
      stage.note('Redis takes nothing more');
      await stage.pause(3_000);
      await configured(stage, 'maxmemory', '0');
      await stage.toxic('redis', 'latency', { latency: 2_000 });
      await stage.pause(3_000);
      await stage.healNetwork();
      await stage.killAndBack('redis');
    },
  },
  {
    id: 'F40',
    group: 'network',
    title: 'no store is found, then all of them only in very small pieces',
    scaled: 'refused connections stand for names that are not found',
    inject: async (stage) => {
      const all = ['kafka', 'clickhouse', 'postgres', 'redis', 's3'];
      for (const store of all) await stage.cutOff(store);
      await stage.pause(5_000);
      await stage.healNetwork();
      for (const store of all) {
        for (const stream of ['upstream', 'downstream']) {
          await stage.toxic(store, 'slicer', { average_size: 500, size_variation: 200, delay: 100 }, stream);
        }
      }
      await stage.pause(8_000);
    },
  },
];
