import type { ValidatedEvent } from '@analytics/contracts';
import { touchedBy, Unavailable } from '@analytics/domain';
import { SeededRandom } from '@analytics/testing';
import { QueryTooExpensive } from '../../errors/clickhouse-errors';
import { DerivedFacts } from '../derived-facts';
import { happened, loggedIn, played, scene, START_MS, viewed, wished } from './derived-events.fixture';
import { DERIVED_TABLES, DerivedSuite } from './derived-suite.fixture';
import { foldOfAll } from './pure-fold.fixture';

const SIZE = 250;
const at = (minutes: number) => new Date(START_MS + minutes * 60_000);
const ALL = { from: new Date(START_MS - 100 * 86_400_000), until: new Date(START_MS + 100 * 86_400_000) };

const names = DERIVED_TABLES.map(({ name }) => name);

describe('derived facts', () => {
  let suite: DerivedSuite;
  let derived: DerivedFacts;
  let all: ValidatedEvent[] = [];

  const arrive = async (...events: readonly ValidatedEvent[]) => {
    all.push(...events);
    await suite.insert(events);
    await derived.settle(touchedBy(events));
  };
  const expectFold = async () => expect(await suite.contents()).toEqual(foldOfAll(all));

  beforeAll(async () => {
    suite = await DerivedSuite.open('derived-facts');
    derived = new DerivedFacts(suite.clickhouse, { subjects: 30 });
  });
  beforeEach(async () => {
    all = [];
    await suite.truncate(
      ...names,
      'events',
      'events_by_user',
      'events_by_device',
      'device_links',
      'wish_acts',
      'revenue_ledger',
      'identity_unlinks',
    );
  });
  afterAll(() => suite.warehouse.close());

  it('are the fold over all events, in whatever order and however often they come', async () => {
    const random = new SeededRandom(1);
    const events = random.shuffled(scene(1, SIZE));
    while (events.length > 0) {
      const batch = events.splice(0, random.int(1, 80));
      await arrive(...batch);
      if (random.chance(0.25)) await arrive(...batch);
    }
    await expectFold();
    for (const rows of Object.values(await suite.contents())) expect(rows.length).toBeGreaterThan(10);
  });

  it('are the same when two workers settle at once what both of them bring', async () => {
    const random = new SeededRandom(11);
    const events = random.shuffled(scene(11, SIZE));
    const halves = [events.filter((_, index) => index % 2 === 0), events.filter((_, index) => index % 2 === 1)];
    const work = async (own: ValidatedEvent[], worker: DerivedFacts) => {
      while (own.length > 0) {
        const batch = own.splice(0, 25);
        all.push(...batch);
        await suite.insert(batch);
        await worker.settle(touchedBy(batch));
      }
    };
    await Promise.all(halves.map((own) => work(own, new DerivedFacts(suite.clickhouse, { rounds: 50 }))));
    await expectFold();
  });

  it('come back from the facts alone after the tables were lost', async () => {
    await arrive(...scene(5, SIZE));
    const before = await suite.contents();
    await suite.truncate(...names);
    const counts = await derived.recomputeAll(ALL);
    expect(counts.devices).toBe(4);
    expect(await suite.contents()).toEqual(before);
    await expectFold();
  });

  it('write nothing when nothing is new', async () => {
    await arrive(...scene(6, 100));
    const wrote: string[] = [];
    const again = new DerivedFacts(suite.clickhouse, {}, { wrote: (table) => wrote.push(table) });
    await again.settle(touchedBy(all));
    expect(wrote).toEqual([]);
  });

  it('make one session of two when a late event comes between them', async () => {
    await arrive(viewed(0, { device_no: 7 }), viewed(50, { device_no: 7 }));
    expect((await suite.contents())['store_sessions']).toHaveLength(2);
    await arrive(viewed(25, { device_no: 7 }));
    expect((await suite.contents())['store_sessions']).toHaveLength(1);
    await expectFold();
  });

  it('follow an unbroken trail over days to where it began', async () => {
    const views = Array.from({ length: 3 * 72 }, (_, index) => viewed(index * 20, { device_no: 8 }));
    await arrive(...views.slice(3));
    await arrive(views[0]!, views[1]!);
    await arrive(views[2]!);
    expect((await suite.contents())['store_sessions']).toHaveLength(3);
    await expectFold();
  });

  it('give a device of nobody to the account that logs in, thirty days back and on from there', async () => {
    await arrive(
      viewed(-31 * 1_440, { device_no: 9 }),
      viewed(-29 * 1_440, { device_no: 9 }),
      viewed(60, { device_no: 9 }),
    );
    expect((await suite.contents())['attributed_events']).toEqual([]);
    await arrive(loggedIn(0, 1, 9));
    expect((await suite.contents())['attributed_events']).toHaveLength(2);
    await arrive(loggedIn(30, 2, 9), viewed(20, { device_no: 9 }));
    await expectFold();
  });

  it('take back what an un-linking takes back, sessions too, and give it again at the next log-in', async () => {
    await arrive(viewed(0, { device_no: 10 }), loggedIn(5, 1, 10), viewed(10, { device_no: 10 }));
    const before = await suite.contents();
    expect(before['attributed_events']).toHaveLength(2);
    await derived.unlink(10, 1, at(20));
    const after = await suite.contents();
    expect(after['attributed_events']).toEqual([]);
    expect(after['store_sessions']).toEqual([expect.stringContaining('"user_no":0')]);
    await derived.unlink(10, 1, at(20));
    expect(await suite.contents()).toEqual(after);
    await arrive(loggedIn(25, 1, 10));
    expect((await suite.contents())['attributed_events']).toHaveLength(2);
    await derived.unlink(10, 1, at(30));
    expect(await suite.contents()).toEqual(after);
  });

  it('move a game session to the day of its start when that becomes known', async () => {
    await arrive(played('heartbeat', 300, 1, 'session-a'));
    await arrive(played('ended', 310, 1, 'session-a'), played('started', 301, 1, 'session-a', 200));
    const [row] = (await suite.contents())['fact_game_sessions']!;
    expect(JSON.parse(row!)).toMatchObject({ started_at: at(200).toISOString(), ended_at: at(310).toISOString() });
    await expectFold();
  });

  it('find the events of one game session that lie weeks apart', async () => {
    await arrive(played('started', 0, 1, 'session-b'), played('heartbeat', 29 * 1_440, 1, 'session-b'));
    await arrive(played('heartbeat', 58 * 1_440, 1, 'session-b'));
    await expectFold();
  });

  /** A worker with something happening just before each of its writes. */
  const heldUp = (meanwhile: () => Promise<void>) => {
    const { clickhouse } = suite;
    const insert = async (...args: Parameters<typeof clickhouse.insert>) => {
      await meanwhile();
      await clickhouse.insert(...args);
    };
    return { run: clickhouse.run.bind(clickhouse), insert } as typeof clickhouse;
  };
  const arriveHeldUp = async (events: readonly ValidatedEvent[], ...meanwhile: readonly ValidatedEvent[]) => {
    all.push(...events);
    await suite.insert(events);
    let others: readonly ValidatedEvent[] = meanwhile;
    const worker = heldUp(async () => {
      const now = others;
      others = [];
      if (now.length > 0) await arrive(...now);
    });
    await new DerivedFacts(worker).settle(touchedBy(events));
  };

  it('take a game at its word when it says it began a hundred years ago, and are not held up by events of such a time', async () => {
    const far = (year: number) => (Date.UTC(year, 5, 1) - START_MS) / 60_000;
    for (const year of [1905, 1969, 2150, 2298]) {
      await arrive(played('heartbeat', 5, 1, `session-${year}`));
      await arrive(played('started', 0, 1, `session-${year}`, far(year)));
    }
    await expectFold();
    for (const year of [1905, 1969, 2150, 2298]) {
      const events = [
        viewed(far(year), { device_no: 20 }),
        loggedIn(far(year) + 1, 1, 20),
        wished(far(year), 1, 'game-1'),
      ];
      await expect(arrive(...events, played('started', far(year), 2, `session-${year}`))).resolves.toBeUndefined();
    }
  });

  it('leave no session of a worker that was held up while another one learnt that it is none', async () => {
    await arriveHeldUp([viewed(50, { device_no: 16 })], viewed(25, { device_no: 16 }), viewed(0, { device_no: 16 }));
    expect((await suite.contents())['store_sessions']).toHaveLength(1);
    await expectFold();
  });

  it('leave no word of a worker that was held up while another one learnt what was said before it', async () => {
    await arrive(wished(10, 1, 'game-1'));
    await arriveHeldUp([wished(5, 1, 'game-1')], wished(7, 1, 'game-1', true));
    await expectFold();
    await arrive(viewed(0, { device_no: 17 }), viewed(5, { device_no: 17, user_no: 4 }));
    await arriveHeldUp([loggedIn(-5, 3, 17)], loggedIn(-1, 2, 17));
    await expectFold();
    await arrive(happened('marketing.campaign.interacted', 0, { device_no: 18 }), loggedIn(-10, 1, 18));
    await arriveHeldUp([loggedIn(-5, 2, 18)], loggedIn(-2, 1, 18));
    await expectFold();
  });

  it('are read once where nothing came meanwhile: after that only their number is asked for', async () => {
    const { clickhouse } = suite;
    const asked: string[] = [];
    const watched = {
      run: (...args: Parameters<typeof clickhouse.run>) => {
        asked.push(args[0].name);
        return clickhouse.run(...args);
      },
      insert: clickhouse.insert.bind(clickhouse),
    } as typeof clickhouse;
    const events = [viewed(0, { device_no: 19 }), viewed(0, { device_no: 20, user_no: 1 }), loggedIn(5, 2, 20)];
    all.push(...events);
    await suite.insert(events);
    await new DerivedFacts(watched).settle(touchedBy(events.slice(0, 2)));
    const times = (name: string) => asked.filter((each) => each === name).length;
    expect(['device-trail-events', 'device-trail-counts', 'device-link-counts'].map(times)).toEqual([1, 1, 1]);
    await expectFold();
  });

  it('are settled also while more and more comes in on one device', async () => {
    let more = 0;
    const worker = heldUp(() => {
      more += 1;
      const next = viewed(more * 5, { device_no: 12 });
      all.push(next);
      return suite.insert([next]);
    });
    const first = viewed(0, { device_no: 12 });
    all.push(first);
    await suite.insert([first]);
    await new DerivedFacts(worker).settle(touchedBy([first]));
    await derived.settle(touchedBy(all));
    await expectFold();
  });

  it('ask to be called again when every look finds another row to write, and leave no wrong row in the end', async () => {
    let more = 0;
    const worker = heldUp(() => {
      more += 1;
      const next = wished(more, 1, 'game-1', more % 2 === 1);
      all.push(next);
      return suite.insert([next]);
    });
    const first = wished(0, 1, 'game-1');
    all.push(first);
    await suite.insert([first]);
    await expect(new DerivedFacts(worker, { rounds: 3 }).settle(touchedBy([first]))).rejects.toThrow(Unavailable);
    await derived.settle(touchedBy([first]));
    await expectFold();
  });

  it('say that a subject has more facts than may be read, and go on with the others', async () => {
    const { clickhouse } = suite;
    const tight = {
      run: async (...args: Parameters<typeof clickhouse.run>) => {
        const rows = await clickhouse.run(...args);
        const devices = (rows as { deviceNo?: number }[]).map(({ deviceNo }) => deviceNo);
        if (devices.includes(13)) throw new QueryTooExpensive(args[0].name, 396);
        return rows;
      },
      insert: clickhouse.insert.bind(clickhouse),
    } as typeof clickhouse;
    const views = [viewed(0, { device_no: 13 }), viewed(0, { device_no: 14 }), viewed(0, { device_no: 15 })];
    await suite.insert(views);
    const left: string[] = [];
    await new DerivedFacts(tight, {}, { tooLarge: ({ statement }) => left.push(statement) }).settle(touchedBy(views));
    expect(left).toEqual(['device-trail-events']);
    expect((await suite.contents())['store_sessions']).toHaveLength(2);
  });
});
