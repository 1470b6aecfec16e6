import { loadConfig } from '@analytics/service-kit';
import { BackgroundClickHouseConfig, ClickHouseConfig } from './clickhouse.config';

describe('ClickHouseConfig', () => {
  it('reads the documented variables', () => {
    const config = loadConfig(ClickHouseConfig, {
      CLICKHOUSE_HOSTS_ANALYTICS_DWH: 'ch-1:8123, ch-2.dwh:8123',
      CLICKHOUSE_USER_ANALYTICS_DWH: 'reader',
      CLICKHOUSE_PASSWORD_ANALYTICS_DWH: 'p,a:ss',
      CLICKHOUSE_DATABASE_ANALYTICS_DWH: 'dwh',
    });
    expect(config).toMatchObject({
      hosts: ['ch-1:8123', 'ch-2.dwh:8123'],
      user: 'reader',
      password: 'p,a:ss',
      database: 'dwh',
    });
  });

  it('has working defaults', () => {
    expect(loadConfig(ClickHouseConfig, {})).toMatchObject({
      hosts: ['127.0.0.1:8123'],
      database: 'analytics',
      insertTimeoutMs: 60_000,
    });
  });

  it('gives way to others only where nobody waits, unless told otherwise', () => {
    expect(loadConfig(ClickHouseConfig, {}).niceness).toBe(0);
    expect(loadConfig(BackgroundClickHouseConfig, {}).niceness).toBe(10);
    expect(loadConfig(BackgroundClickHouseConfig, { CLICKHOUSE_NICENESS_ANALYTICS_DWH: '0' }).niceness).toBe(0);
  });

  it.each([
    ['CLICKHOUSE_NICENESS_ANALYTICS_DWH', '-5'],
    ['CLICKHOUSE_HOSTS_ANALYTICS_DWH', 'http://ch-1'],
    ['CLICKHOUSE_HOSTS_ANALYTICS_DWH', 'user@ch-1:8123'],
    ['CLICKHOUSE_DATABASE_ANALYTICS_DWH', 'a;b'],
    ['CLICKHOUSE_POOL_ANALYTICS_DWH', 'A pool'],
    ['CLICKHOUSE_INSERT_TIMEOUT_MS_ANALYTICS_DWH', 'soon'],
    ['CLICKHOUSE_MAX_INSERT_ROWS_ANALYTICS_DWH', '2000000'],
  ])('refuses %s=%s by its name', (name, value) => {
    expect(() => loadConfig(ClickHouseConfig, { [name]: value })).toThrow(name);
  });
});
