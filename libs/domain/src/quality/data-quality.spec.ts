import { dataQuality, volumeSpan } from './data-quality';
import { type HourlyVolume, hourlyVolumes, typeQuality, type TypeQualityRow } from './data-quality.sql';

const NOW = new Date('2026-11-20T10:25:00Z');
const HOUR_MS = 3_600_000;
const UNTIL = Date.parse('2026-11-20T10:00:00Z');

const at = (hoursBack: number, events: number, type = 'a'): HourlyVolume => ({
  event_type: type,
  hour_ms: String(UNTIL - hoursBack * HOUR_MS),
  events: String(events),
});
/** So many events in the same hour of each of these days before. */
const daily = (events: readonly number[], hoursBack = 1): HourlyVolume[] =>
  events.map((count, day) => at(hoursBack + (day + 1) * 24, count));
const EVERY_DAY = Array.from({ length: 14 }, () => 100);

describe('the quality of data', () => {
  it('reads full hours only: a day, and the fourteen before', () => {
    expect(volumeSpan(NOW)).toEqual({
      from: new Date('2026-11-05T10:00:00Z'),
      until: new Date('2026-11-20T10:00:00Z'),
    });
  });

  it.each([
    ['usual', [at(1, 60)], EVERY_DAY, 60, 100],
    ['low', [at(1, 49)], EVERY_DAY, 49, 100],
    ['low', [], EVERY_DAY, 0, 100],
    ['high', [at(1, 201)], EVERY_DAY, 201, 100],
    ['new', [at(1, 20)], [], 20, 0],
    ['too_few_to_tell', [at(1, 1)], Array.from({ length: 14 }, () => 19), 1, 19],
    // One festive day does not move the median.
    ['usual', [at(1, 100)], [...EVERY_DAY.slice(1), 100_000], 100, 100],
    // Days without an event count as none.
    ['new', [at(1, 100)], [100, 100, 100], 100, 0],
  ])('calls the volume %s', (verdict, last, before, volume, usualVolume) => {
    const [found] = dataQuality([...last, ...daily(before)], [], new Map(), NOW);
    expect(found).toMatchObject({ verdict, volume, usualVolume, received: 0, violationShare: null, lateShare: null });
  });

  it('compares each hour with the same hour of other days', () => {
    const [found] = dataQuality([at(1, 100), ...daily(EVERY_DAY, 5)], [], new Map(), NOW);
    expect(found).toMatchObject({ volume: 100, usualVolume: 100 });
  });

  it('says the shares of what came', () => {
    const row: TypeQualityRow = {
      ...{ event_type: 'b', events: '200', last_received_ms: String(UNTIL), violations: '10', late: '50' },
      ...{ empty_user: '200', empty_device: '0', empty_platform: '20', empty_country: '0', empty_game_id: '0' },
      empty_client_version: '1',
    };
    expect(dataQuality([], [row], new Map(), NOW)).toEqual([
      {
        type: 'b',
        ...{ volume: 0, usualVolume: 0, verdict: 'too_few_to_tell', received: 200 },
        ...{ lastReceivedAt: new Date(UNTIL), violationShare: 0.05, lateShare: 0.25 },
        emptyShares: { user: 1, device: 0, platform: 0.1, country: 0, game_id: 0, client_version: 0.005 },
      },
    ]);
  });

  it('asks the warehouse in two questions', () => {
    const { from, until } = volumeSpan(NOW);
    expect([hourlyVolumes(from, until).text, typeQuality(from, from).text]).toMatchSnapshot();
  });
});
