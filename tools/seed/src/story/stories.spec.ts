import { CATALOGUE, EVENT_LIMITS } from '@analytics/contracts';
import { checkEnvelope, SchemaCompiler, unknownPropertiesOf } from '@analytics/domain';
import { SMALL } from '../store.fixture';
import { BAD_HOUR, Days, EXPERIMENTS, HISTORY_DAYS, OLD_ACCOUNT_DAYS, RELEASE, SALE } from '../plan/plan';
import { dayOf, isFreeDay } from '../plan/moscow-time';
import { gamesOf } from '../plan/games';
import { storiesOf } from './stories';
import type { DemoEvent } from './teller';

const days = new Days(SMALL);
const events = [...storiesOf(SMALL)].flat();
const good = events.filter(({ fault }) => fault === undefined);
const of = (type: string, among: readonly DemoEvent[] = good): DemoEvent[] =>
  among.filter(({ envelope }) => envelope.type === `com.platform.${type}.v1`);
const between = (from: number, until: number, among: readonly DemoEvent[]): DemoEvent[] =>
  among.filter(({ at }) => days.dayOf(at) >= from && days.dayOf(at) < until);
const perDay = (from: number, until: number, among: readonly DemoEvent[]): number =>
  between(from, until, among).length / (until - from);
const dataOf = ({ envelope }: DemoEvent, name: string): string => String(envelope.data[name]);
const [orders, views] = [of('payment.transaction.completed'), of('catalog.game.viewed')];

const compiler = new SchemaCompiler();
const checks = new Map(CATALOGUE.map(({ type, schema }) => [type, compiler.compile(schema)]));
const unknowns = new Map(CATALOGUE.map(({ type, schema }) => [type, unknownPropertiesOf(schema)]));

describe('the demo store', () => {
  it('is the same for the same plan, event by event, and another for another seed', () => {
    const told = (seed: number) =>
      [...storiesOf({ ...SMALL, seed, users: 120 })].flat().map(({ envelope }) => envelope);
    expect(told(1)).toEqual(told(1));
    expect(told(2).slice(500)).not.toEqual(told(1).slice(500));
  });

  it('lies within its time, and each id is given once but for those that are meant to clash', () => {
    const from = days.startOf(-HISTORY_DAYS - OLD_ACCOUNT_DAYS - 1);
    expect(events.filter(({ at }) => at < from || at >= SMALL.until.getTime())).toEqual([]);
    const clashes = events.filter(({ fault }) => fault === 'ID_CONFLICT').length;
    expect(new Set(events.map(({ envelope }) => envelope.id)).size).toBe(events.length - clashes);
  });

  it('has good events that are what their schema asks for, and nothing the schema does not know', () => {
    const wrong = good.filter(({ envelope }) => {
      const violation = checks.get(envelope.type)!(envelope.data);
      const unknown = unknowns.get(envelope.type)!(envelope.data);
      return violation !== undefined || unknown.length > 0 || !checkEnvelope(envelope, EVENT_LIMITS).ok;
    });
    expect(wrong).toEqual([]);
  });

  it('has broken events that are refused for the reason they tell', () => {
    const told = (fault: string) => events.filter((event) => event.fault === fault);
    for (const { envelope } of told('SCHEMA_UNKNOWN')) expect(checks.has(envelope.type)).toBe(false);
    for (const fault of ['SCHEMA_VIOLATION', 'NUMBER_OUT_OF_RANGE']) {
      for (const { envelope } of told(fault)) expect(checks.get(envelope.type)!(envelope.data)?.code).toBe(fault);
    }
    for (const { envelope } of told('NOT_CLOUDEVENT')) expect(checkEnvelope(envelope, EVENT_LIMITS).ok).toBe(false);
    for (const { envelope } of told('EVENT_TIME_OUT_OF_RANGE')) expect(envelope.time > '2038').toBe(true);
    expect(new Set(events.flatMap(({ fault }) => fault ?? [])).size).toBe(6);
  });

  it('has 300 games of 44 developers with names of their own, and well-selling ones of the developer it knows', () => {
    const games = gamesOf(SMALL);
    expect(games).toHaveLength(300);
    expect(new Set(games.map(({ developerId }) => developerId)).size).toBe(44);
    expect(new Set(games.map(({ gameId }) => gameId)).size).toBe(300);
    expect(new Set(games.map(({ title }) => title)).size).toBe(300);
    const own = new Set(
      games.filter(({ developerId }) => developerId === SMALL.developerId).map(({ gameId }) => gameId),
    );
    const sold = (event: DemoEvent) => event.envelope.data['lines'] as readonly { gameId: string }[];
    const ownOrders = orders.filter((event) => sold(event).some(({ gameId }) => own.has(gameId)));
    expect(own.size).toBe(9);
    expect(ownOrders.length / orders.length).toBeGreaterThan(0.15);
  });

  it('sells a game only when it is out, and no game twice to the same account', () => {
    const games = new Map(gamesOf(SMALL).map((game) => [game.gameId, game]));
    for (const event of of('library.game.added')) {
      expect(days.dayOf(event.at)).toBeGreaterThanOrEqual(games.get(dataOf(event, 'gameId'))!.releaseDay);
    }
    const owned = of('library.game.added').map((event) => `${event.account} ${dataOf(event, 'gameId')}`);
    expect(new Set(owned).size).toBe(owned.length);
  });
});

describe('its days', () => {
  it('are busier when people are free', () => {
    const quiet = good.filter(({ at }) => days.dayOf(at) < SALE.from && days.dayOf(at) >= -HISTORY_DAYS);
    const mean = (free: boolean): number => {
      const some = quiet.filter(({ at }) => isFreeDay(at) === free);
      return some.length / new Set(some.map(({ at }) => dayOf(at))).size;
    };
    expect(mean(true)).toBeGreaterThan(1.1 * mean(false));
  });

  it('have a sale that draws purchases together, and a dip behind it', () => {
    const before = perDay(-50, SALE.from, orders);
    expect(perDay(SALE.from, SALE.until, orders)).toBeGreaterThan(2 * before);
    expect(perDay(SALE.until, SALE.dipUntil, orders)).toBeLessThan(0.9 * before);
  });

  it('have a release that people waited for', () => {
    const { gameId } = gamesOf(SMALL)[0]!;
    const its = (among: readonly DemoEvent[]) =>
      among.filter(({ envelope }) => JSON.stringify(envelope.data).includes(gameId));
    expect(between(-HISTORY_DAYS, RELEASE.day, its(orders))).toEqual([]);
    expect(between(-HISTORY_DAYS, RELEASE.day, its(of('catalog.game.wishlisted'))).length).toBeGreaterThan(20);
    expect(perDay(RELEASE.day, RELEASE.day + 3, its(orders))).toBeGreaterThan(
      2 * perDay(RELEASE.day + 6, 0, its(orders)),
    );
  });

  it('have one bad hour of the payment service', () => {
    const bad = days.at(BAD_HOUR.day, BAD_HOUR.hour);
    const slow = of('system.service.measured').filter(({ envelope }) => Number(envelope.data['latencyP95Ms']) > 2_000);
    expect(slow.map(({ envelope }) => envelope.data['service'])).toEqual([BAD_HOUR.service]);
    expect(slow[0]!.at - bad).toBeLessThan(3_600_000);
  });
});

describe('its experiments', () => {
  it('show each account one variant, half of them the treatment', () => {
    for (const { key } of Object.values(EXPERIMENTS)) {
      const exposed = of('analytics.experiment.exposed').filter((event) => dataOf(event, 'experimentKey') === key);
      const treated = exposed.filter((event) => dataOf(event, 'variantKey') === 'treatment').length;
      expect(new Set(exposed.map(({ account }) => account)).size).toBe(exposed.length);
      expect(treated / exposed.length).toBeGreaterThan(0.4);
      expect(treated / exposed.length).toBeLessThan(0.6);
    }
  });

  it('do what they say: the treated look at more pages on each visit', () => {
    const { key, from, until } = EXPERIMENTS.recommendations;
    const variant = new Map(
      of('analytics.experiment.exposed')
        .filter((event) => dataOf(event, 'experimentKey') === key)
        .map((event) => [event.account, dataOf(event, 'variantKey')]),
    );
    const rate = (name: string): number => {
      const looks = between(from, until, views).filter(({ account }) => variant.get(account) === name);
      return looks.length / new Set(looks.map(({ account, at }) => `${account} ${dayOf(at)}`)).size;
    };
    expect(rate('treatment') / rate('control')).toBeGreaterThan(1.1);
  });
});
