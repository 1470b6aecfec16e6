import { referenceMetric, type ReferenceQuestion, validatedFrom } from '@analytics/testing';
import { DAY_MS, startOfDay } from '../plan/moscow-time';
import { SMALL, STAFF } from '../store.fixture';
import { storiesOf } from '../story/stories';
import { type DayAnswers, Tally } from './tally';

const PERIOD: ReferenceQuestion = {
  zone: 'Europe/Moscow',
  periodStart: new Date(startOfDay(SMALL.until.getTime()) - 60 * DAY_MS),
  periodEnd: new Date(startOfDay(SMALL.until.getTime())),
  granularity: 'day',
};
const MONEY = ['gross_revenue', 'discount_amount', 'taxes', 'fees', 'refunds', 'chargebacks', 'net_revenue'] as const;
const COUNTS = ['dau', 'new_users', 'registrations', 'game_page_views', 'orders', 'payers', 'units_sold'] as const;

describe('the answers of the demo store', () => {
  const tally = new Tally();
  const good = [...storiesOf(SMALL)].flat().flatMap((event) => {
    tally.add(event);
    return event.fault === undefined ? [event.envelope] : [];
  });
  const answers = tally.answers();
  const events = [...validatedFrom(good, { receivedAt: SMALL.until, staff: new Set(STAFF) })];
  const days = Object.values(answers.days).slice(-61, -1);

  it.each<keyof DayAnswers>([...COUNTS, ...MONEY])('say %s as the reference does, day by day', (name) => {
    const money = MONEY.some((other) => other === name);
    const { points } = referenceMetric(name, events, PERIOD).series[0]!;
    expect(days.map((day) => day[name])).toEqual(
      points.map(({ value }) => (money ? Math.round((value ?? 0) * 100) : value)),
    );
  });

  it('count what is good and what is refused', () => {
    expect(answers.events).toBe(events.length);
    expect(Object.values(answers.refused).every((count) => count > 0)).toBe(true);
  });
});
