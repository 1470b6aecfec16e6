import { generateStore } from '../../generator/generate-store';
import { worldOf } from '../world';
import { referenceMetric, type ReferenceQuestion } from './reference-metric';

const { events } = generateStore({ seed: 11, events: 6_000, users: 120, games: 8, days: 45 });
const world = worldOf(events);
const instants = [...world.told.map(({ at }) => at), ...world.gameSessions.map(({ startedAt }) => startedAt)];
const everything: ReferenceQuestion = {
  zone: 'Europe/Berlin',
  periodStart: new Date(Math.min(...instants)),
  periodEnd: new Date(Math.max(...instants) + 2 * 24 * 3_600_000),
  granularity: 'day',
};
const ask = (name: string, question: Partial<ReferenceQuestion> = {}) =>
  referenceMetric(name, events, { ...everything, ...question });
const points = (name: string, question: Partial<ReferenceQuestion> = {}) =>
  ask(name, question).series[0]!.points.map(({ value }) => value ?? 0);
const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const kopecks = (name: string, question: Partial<ReferenceQuestion> = {}) =>
  Math.round(ask(name, question).total.value! * 100);

describe('the laws of numbers', () => {
  it('money is what its parts are, and the same over a lifetime on both bases', () => {
    const parts = ['discount_amount', 'taxes', 'fees', 'refunds', 'chargebacks'].map((name) => kopecks(name));
    expect(kopecks('net_revenue')).toBe(kopecks('gross_revenue') - sum(parts));
    for (const name of ['net_revenue', 'refunds', 'chargebacks']) {
      expect(kopecks(name, { basis: 'purchase_date' })).toBe(kopecks(name));
    }
  });

  it('money does not depend on how it is cut', () => {
    for (const granularity of ['hour', 'day', 'week', 'month'] as const) {
      const cut = points('net_revenue', { granularity }).map((value) => Math.round(value * 100));
      expect([granularity, sum(cut)]).toEqual([granularity, kopecks('net_revenue')]);
    }
    const byPlatform = ask('net_revenue', { dimensions: ['platform', 'payment_method'] }).series;
    expect(sum(byPlatform.map(({ total }) => Math.round(total.value! * 100)))).toBe(kopecks('net_revenue'));
  });

  it('revenue per user is revenue per payer times the share of payers', () => {
    for (const basis of ['booking_date', 'purchase_date'] as const) {
      const [arpu, arppu, share] = ['arpu', 'arppu', 'payer_share'].map((name) => ask(name, { basis }).total);
      expect(arpu!.numerator).toBe(arppu!.numerator);
      expect(arppu!.denominator).toBe(share!.numerator);
      expect(arpu!.denominator).toBe(share!.denominator);
    }
  });

  it('wishes are kept: standing = before + added − removed − converted, per game and day', () => {
    const series = (name: string) =>
      new Map(ask(name, { dimensions: ['game_id'] }).series.map((each) => [each.dimensions.game_id, each.points]));
    const [added, removed, standing] = ['wishlist_adds', 'wishlist_removes', 'wishlist_outstanding'].map(series);
    let converted = 0;
    for (const [game, days] of standing!) {
      days.forEach(({ value }, index) => {
        const before = index === 0 ? 0 : days[index - 1]!.value!;
        const change = (added!.get(game)?.[index]?.value ?? 0) - (removed!.get(game)?.[index]?.value ?? 0);
        expect(before + change - value!).toBeGreaterThanOrEqual(0);
        converted += before + change - value!;
      });
    }
    expect(converted).toBe(world.wishSteps.filter(isConverted).length);
  });

  it('everybody is new once, and nobody is new who is not active', () => {
    expect(sum(points('new_users'))).toBe(ask('dau').total.value);
    points('new_users').forEach((value, index) => expect(value).toBeLessThanOrEqual(points('dau')[index]!));
  });

  it('a day is in its week and its month', () => {
    const [dau, wau, mau] = ['dau', 'wau', 'mau'].map((name) => points(name));
    dau!.forEach((value, index) => {
      expect(value).toBeLessThanOrEqual(wau![index]!);
      expect(wau![index]).toBeLessThanOrEqual(mau![index]!);
    });
  });

  it('time in games does not depend on how it is cut, and is no more than the sessions were long', () => {
    const hours = ask('playtime_hours').total.value!;
    for (const granularity of ['hour', 'week'] as const) {
      expect(sum(points('playtime_hours', { granularity }))).toBeCloseTo(hours, 6);
    }
    expect(hours).toBeLessThanOrEqual(ask('avg_session_minutes').total.numerator! / 60);
  });
});

const isConverted = ({ effect, event }: (typeof world.wishSteps)[number]): boolean =>
  effect === 'converted' && !event.is_bot && !event.is_staff;
