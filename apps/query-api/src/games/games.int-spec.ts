import type { GamesAnswer } from '@analytics/contracts';
import { DEVELOPER, STANDARD_DATA, suiteNamespace, type SuiteNamespace } from '@analytics/testing';
import { filledWarehouse, type FilledWarehouse } from '../metrics/specs/filled-warehouse.fixture';
import { ADMIN, developerToken, MARKETING, QueryService, tokenOf } from '../metrics/specs/query-service.fixture';

describe('games over HTTP', () => {
  let warehouse: FilledWarehouse;
  let space: SuiteNamespace;
  let service: QueryService;

  beforeAll(async () => {
    [warehouse, space] = await Promise.all([
      filledWarehouse('query-games', STANDARD_DATA),
      suiteNamespace('query-games-redis', { databases: [] }),
    ]);
    service = await QueryService.start(warehouse.config, { url: space.redis.url, prefix: space.redisPrefix });
  });
  afterAll(async () => {
    await service?.close();
    await Promise.all([warehouse?.dispose(), space?.dispose()]);
  });

  const ask = async (query: Record<string, string> = {}, token = ADMIN) => {
    const response = await service.fetch(`/api/v1/analytics/games?${new URLSearchParams(query)}`, token);
    return { status: response.status, body: (await response.json()) as GamesAnswer };
  };
  const idsOf = ({ body }: { readonly body: GamesAnswer }) => body.data.map(({ game_id }) => game_id);

  it('are all told to who may see everything, by title', async () => {
    const { status, body } = await ask({}, MARKETING);
    expect(status).toBe(200);
    expect(new Set(body.data.map(({ developer_id }) => developer_id)).size).toBeGreaterThan(1);
    const titles = body.data.map(({ title }) => title);
    expect(titles).toEqual([...titles].sort());
    expect(titles).not.toContain('');
  });

  it('of others are never told to a developer, not by id and not by title', async () => {
    const all = await ask();
    const north = developerToken(DEVELOPER.north);
    const own = all.body.data.filter(({ developer_id }) => developer_id === DEVELOPER.north);
    const others = all.body.data.filter(({ developer_id }) => developer_id !== DEVELOPER.north);
    expect(own.length).toBeGreaterThan(0);
    expect((await ask({}, north)).body.data).toEqual(own);
    expect(idsOf(await ask({ ids: idsOf(all).join(',') }, north))).toEqual(own.map(({ game_id }) => game_id));
    expect(idsOf(await ask({ q: others[0]!.title }, north))).not.toContain(others[0]!.game_id);
  });

  it('are found by a part of the title in whatever case', async () => {
    const [game] = (await ask()).body.data;
    expect(idsOf(await ask({ q: game!.title.slice(1).toUpperCase() }))).toContain(game!.game_id);
  });

  it('come page by page, each once', async () => {
    const all = idsOf(await ask());
    const seen: string[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const page = await ask({ limit: '1', ...(cursor !== '' && { cursor }) });
      seen.push(...idsOf(page));
      cursor = page.body.meta.next_cursor;
      expect(seen.length).toBeLessThanOrEqual(all.length);
    }
    expect(seen).toEqual(all);
  });

  it.each([
    ['a cursor of somebody else', { cursor: 'bm8' }, 400],
    ['too many at once', { limit: '1000' }, 400],
    ['an endless list of ids', { ids: Array(201).fill('x').join(',') }, 400],
  ])('refuse %s', async (_, query, status) => {
    expect((await ask(query)).status).toBe(status);
  });

  it('are for nobody without a right to numbers', async () => {
    expect((await ask({}, tokenOf({ roles: ['user'] }))).status).toBe(403);
    expect((await service.fetch('/api/v1/analytics/games', undefined)).status).toBe(401);
  });
});
