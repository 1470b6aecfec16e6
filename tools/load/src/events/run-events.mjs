import { Draws, murmur } from './draws.mjs';
import { kindOf, moneyOf } from './store-events.mjs';

/** Events go out in blocks, and blocks belong to lanes: what is sent again was sent before in the same lane. */
export const LANES = 8;
const LOOK_BACK = 50;
const DAY_MS = 86_400_000;
const REPEATS_FROM = 4;
/** Draws about how an event comes are made apart from those about what it says. */
const HOW = { fate: 50_000, earlier: 50_001, wrong: 50_010, delay: 50_011, days: 50_012 };

/** Ways to be wrong, each with the reason that the dead letters have to give. */
const WRONG = [
  ['SCHEMA_VIOLATION', (event) => ({ ...event, type: VIEWED, data: { placement: 'search', platform: 'windows' } })],
  ['SCHEMA_UNKNOWN', (event) => ({ ...event, type: 'com.platform.catalog.game.teleported.v1' })],
  ['EVENT_TIME_OUT_OF_RANGE', (event, at) => ({ ...event, time: new Date(at - 45 * DAY_MS).toISOString() })],
  ['NOT_CLOUDEVENT', (event) => ({ ...event, specversion: undefined })],
];
const VIEWED = 'com.platform.catalog.game.viewed.v1';
export const REASONS = WRONG.map(([reason]) => reason);

/**
 * The events of a run: each follows from its number, so the run is the same whenever it is repeated and however many threads
 * send it, and nothing of it has to be kept.
 */
export class RunEvents {
  /** `source` keeps runs apart; `scheduledMs` says when, after the start, a number is to be sent. */
  constructor({ seed, events, block, source, startedAt, duplicates, invalid, late, scheduledMs }) {
    this.plan = { events, block, source, startedAt, duplicates, invalid, late, scheduledMs };
    const people = Math.min(500_000, Math.max(200, Math.floor(events / 50)));
    this.world = { draws: new Draws(seed), people, startedAt };
    this.blocks = Math.ceil(events / block);
  }

  /** What becomes of the event of a number: `valid`, `invalid`, or `duplicate` with the number it repeats. */
  fateOf(number) {
    const { duplicates, invalid } = this.plan;
    const share = this.world.draws.share(number, HOW.fate);
    if (share < duplicates) {
      const of = this.#earlier(number);
      return of === undefined ? { kind: 'valid' } : { kind: 'duplicate', of };
    }
    return { kind: share < duplicates + invalid ? 'invalid' : 'valid' };
  }

  /** A valid event of the same block or of one of the last fifty of its lane; undefined where chance finds none. */
  #earlier(number) {
    const { block, duplicates, invalid } = this.plan;
    const own = Math.floor(number / block);
    for (let attempt = 0; attempt < REPEATS_FROM; attempt += 1) {
      const before = Math.min(LOOK_BACK, Math.floor(own / LANES));
      const back = this.world.draws.below(before + 1, number, HOW.earlier + attempt);
      const first = (own - back * LANES) * block;
      const of = first + this.world.draws.below(block, number, HOW.earlier + 100 + attempt);
      if (of < 0 || of >= number) continue;
      if (this.world.draws.share(of, HOW.fate) >= duplicates + invalid) return of;
    }
    return undefined;
  }

  #timeOf(number) {
    const { startedAt, scheduledMs, late } = this.plan;
    const { draws } = this.world;
    const at = startedAt + scheduledMs(number);
    const delay = draws.share(number, HOW.delay);
    if (delay < late) return at - DAY_MS * (1 + draws.below(20, number, HOW.days));
    // One in ten comes out of order by minutes, the others by a second.
    return Math.floor(at - draws.share(number, HOW.days) * (delay < late + 0.1 ? 600_000 : 1_000));
  }

  #valid(number) {
    const kind = kindOf(this.world, number);
    return {
      specversion: '1.0',
      id: idOf(number),
      source: this.plan.source,
      type: kind.type,
      time: new Date(this.#timeOf(number)).toISOString(),
      datacontenttype: 'application/json',
      data: kind.data(this.world, number),
    };
  }

  eventOf(number) {
    const fate = this.fateOf(number);
    if (fate.kind !== 'invalid') return this.#valid(fate.of ?? number);
    const [, spoil] = WRONG[this.#wrongOf(number)];
    return spoil(this.#valid(number), this.plan.startedAt);
  }

  #wrongOf(number) {
    return this.world.draws.below(WRONG.length, number, HOW.wrong);
  }

  /** Numbers of a block, from and until. */
  rangeOf(block) {
    const from = block * this.plan.block;
    return { from, until: Math.min(from + this.plan.block, this.plan.events) };
  }

  /** Adds to a tally what the events of a block have to become. */
  tell(block, tally) {
    const { from, until } = this.rangeOf(block);
    for (let number = from; number < until; number += 1) {
      const fate = this.fateOf(number);
      if (fate.kind === 'duplicate') tally.duplicate();
      else if (fate.kind === 'invalid') tally.invalid(REASONS[this.#wrongOf(number)]);
      else {
        const kind = kindOf(this.world, number);
        tally.valid(number, kind.type, moneyOf(this.world, number, kind));
      }
    }
  }
}

/** The number of an event stands in its id, so that the warehouse can compute the same sums. */
export const idOf = (number) => `e${number}`;

/** What two sets of numbers hardly ever have in common unless they are the same. */
export const mixOf = (number) => [murmur(number), murmur(number ^ 0x9e3779b9)];
