import { sql } from '@analytics/domain';
import { suiteNamespace } from '@analytics/testing';
import { WarehouseUnfit } from '../facts/warehouse-fitness';
import { WarehouseSuite } from '../fixtures/warehouse-suite.fixture';

describe('the start of the warehouse sink', () => {
  let suite: WarehouseSuite;

  beforeAll(async () => {
    suite = await WarehouseSuite.open(await suiteNamespace('warehouse-start'), 0);
  });
  afterAll(() => suite.close());

  it('goes well on the schema as it is', async () => {
    await expect(suite.start()).resolves.toBeDefined();
  });

  it('fails when a view fills a table that does not remember tokens, and says which', async () => {
    await suite.change(sql`CREATE TABLE forgetful (day Date, n UInt64) ENGINE = SummingMergeTree ORDER BY day`);
    await suite.change(
      sql`CREATE MATERIALIZED VIEW forgetful_mv TO forgetful AS SELECT toDate(effective_at) AS day, count() AS n FROM events GROUP BY day`,
    );
    const start = suite.start();
    await expect(start).rejects.toThrow('forgetful has no deduplication window');
    await expect(start).rejects.toBeInstanceOf(WarehouseUnfit);
    await suite.change(sql`DROP VIEW forgetful_mv`);
    await expect(suite.start()).resolves.toBeDefined();
  });
});
