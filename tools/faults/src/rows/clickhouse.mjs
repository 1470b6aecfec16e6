/** Rows about the warehouse's server. */
const setting = (stage, change) => stage.stores.warehouse(`ALTER TABLE events ${change}`);

export const rows = [
  {
    id: 'F27',
    smoke: true,
    title: 'ClickHouse killed with -9 in the middle of inserts, three times',
    inject: async (stage) => {
      for (const share of [0.3, 0.5, 0.7]) {
        await stage.reached(share);
        await stage.killAndBack('clickhouse');
      }
    },
  },
  {
    id: 'F28',
    title: 'ClickHouse frozen, then 5 s away, then on a line of 8 kbit/s',
    scaled: 'frozen for 20 s instead of 90 s, then 10 s of each',
    inject: async (stage) => {
      stage.freeze('clickhouse');
      await stage.pause(20_000);
      stage.thaw('clickhouse');
      await stage.toxic('clickhouse', 'latency', { latency: 5_000 });
      await stage.pause(10_000);
      await stage.healNetwork();
      await stage.toxic('clickhouse', 'bandwidth', { rate: 1 }, 'upstream');
      await stage.pause(10_000);
    },
  },
  {
    id: 'F29',
    title: "ClickHouse's disk is full",
    mounts: [{ folder: 'clickhouse', megabytes: 400 }],
    inject: async (stage) => {
      await stage.fill('clickhouse');
      await stage.pause(12_000);
    },
  },
  {
    id: 'F30',
    title: 'ClickHouse refuses for too many parts',
    inject: async (stage) => {
      await stage.until(
        () => setting(stage, 'RESET SETTING parts_to_throw_insert, parts_to_delay_insert'),
        () => setting(stage, 'MODIFY SETTING parts_to_delay_insert = 1, parts_to_throw_insert = 1'),
      );
      stage.note('more than one part is too many');
      await stage.pause(10_000);
    },
  },
  {
    id: 'F31',
    title: 'a table that a view fills is gone, and comes back',
    inject: async (stage) => {
      const rename = (from, to) => stage.stores.warehouse(`RENAME TABLE ${from} TO ${to}`);
      await stage.until(
        () => rename('mart_sales_hourly_away', 'mart_sales_hourly'),
        () => rename('mart_sales_hourly', 'mart_sales_hourly_away'),
      );
      stage.note('mart_sales_hourly is gone');
      await stage.pause(10_000);
    },
  },
  {
    id: 'F32',
    smoke: true,
    title: 'answers of ClickHouse are cut short, and connections are reset behind the body',
    inject: async (stage) => {
      for (let round = 0; round < 3; round += 1) {
        await stage.toxic('clickhouse', 'limit_data', { bytes: 40 });
        await stage.pause(1_500);
        await stage.healNetwork();
        await stage.toxic('clickhouse', 'timeout', { timeout: 1 });
        await stage.pause(1_500);
        await stage.healNetwork();
      }
    },
  },
];
