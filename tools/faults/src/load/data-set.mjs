import { createHash } from 'node:crypto';

/**
 * What is sent in one row of the matrix, and what must have become of it: 5 % repeats, 2 % invalid of eight kinds, 1 % late,
 * 0.2 % contradictions, payments to the kopeck, sessions with gaps. The truth is added up here while it is made up, by
 * nothing of the product. The same seed gives the same, but for the time it ends at.
 */
const SHARE = { repeat: 0.05, invalid: 0.02, late: 0.01, conflict: 0.002, payment: 0.15, session: 0.06 };
const GAMES = 5;
const USERS = 40;
const MINUTE_MS = 60_000;
const LATE_MS = 3 * 24 * 60 * MINUTE_MS;

/** Small, fast, and the same on every machine (mulberry32). */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

export function uuidOf(...parts) {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

const TYPES = {
  viewed: 'com.platform.catalog.game.viewed.v1',
  paid: 'com.platform.payment.transaction.completed.v1',
  started: 'com.platform.library.session.started.v1',
  beat: 'com.platform.library.session.heartbeat.v1',
  ended: 'com.platform.library.session.ended.v1',
};

/** Each spoils a good event in its own way; what it must be called stands beside it. */
const SPOILERS = [
  ['SCHEMA_VIOLATION', (event) => ({ ...event, data: { ...event.data, gameId: 'no game' } })],
  ['SCHEMA_UNKNOWN', (event) => ({ ...event, type: 'com.platform.nobody.knows.it.v1' })],
  ['EVENT_TIME_OUT_OF_RANGE', (event) => ({ ...event, time: '2019-01-01T00:00:00Z' })],
  ['EVENT_TIME_OUT_OF_RANGE', (event) => ({ ...event, time: '2099-01-01T00:00:00Z' })],
  ['NOT_CLOUDEVENT', (event) => ({ ...event, specversion: '0.1' })],
  ['NOT_CLOUDEVENT', (event) => ({ ...event, time: 'yesterday' })],
  ['ENCODING', (event) => ({ ...event, data: { ...event.data, placement: 'a\u0000b' } })],
  ['TOO_DEEP', (event) => ({ ...event, data: { ...event.data, more: nested(30) } })],
];
const nested = (levels) => (levels === 0 ? 1 : { in: nested(levels - 1) });

class Maker {
  constructor({ row, run, seed, events, endMs }) {
    Object.assign(this, { row, run, events, endMs, random: seeded(seed), source: `/faults/${row}-${run}` });
    this.games = Array.from({ length: GAMES }, (_, at) => uuidOf(row, run, 'game', at));
    this.users = Array.from({ length: USERS }, (_, at) => uuidOf(row, run, 'user', at));
    this.deliveries = [];
    this.repeats = [];
    this.truth = { ids: new Map(), refused: [], grossKopecks: 0, orders: 0, views: 0, sessions: new Map() };
  }

  pick(list) {
    return list[Math.floor(this.random() * list.length)];
  }

  envelope(type, data, atMs) {
    const id = uuidOf(this.source, 'event', this.truth.ids.size + this.truth.refused.length);
    return { specversion: '1.0', id, source: this.source, type, time: new Date(atMs).toISOString(), data };
  }

  make() {
    while (this.truth.ids.size < this.events) {
      const kind = this.random();
      if (kind < SHARE.invalid) this.spoiled();
      else if (kind < SHARE.invalid + SHARE.payment) this.payment();
      else if (kind < SHARE.invalid + SHARE.payment + SHARE.session) this.session();
      else this.view();
    }
    return [...this.deliveries, ...this.repeats];
  }

  /** An instant of the last minutes, or of days ago. */
  instant() {
    const late = this.random() < SHARE.late ? LATE_MS : 0;
    return this.endMs - late - Math.floor(this.random() * 5 * MINUTE_MS);
  }

  good(event) {
    this.deliveries.push(event);
    this.truth.ids.set(event.id, event);
    if (this.random() < SHARE.repeat) this.again(event);
    if (this.random() < SHARE.conflict) this.contradicted(event);
  }

  /** Half of the repeats come at once, half when all else has come. */
  again(event) {
    if (this.random() < 0.5) this.deliveries.push(event);
    else this.repeats.push(event);
  }

  contradicted(event) {
    if (event.type !== TYPES.viewed) return;
    const other = { ...event, data: { ...event.data, placement: 'contradiction' } };
    this.truth.refused.push({ id: event.id, reason: 'ID_CONFLICT', event: other });
    this.deliveries.push(other);
  }

  viewed() {
    const data = {
      gameId: this.pick(this.games),
      userId: this.pick(this.users),
      placement: 'search',
      platform: 'windows',
    };
    return this.envelope(TYPES.viewed, data, this.instant());
  }

  view() {
    this.truth.views += 1;
    this.good(this.viewed());
  }

  payment() {
    const gross = 100 + Math.floor(this.random() * 1_000_000);
    const line = {
      gameId: this.pick(this.games),
      grossMinor: gross,
      discountMinor: 0,
      taxMinor: 0,
      feeMinor: 0,
      quantity: 1,
    };
    const transactionId = uuidOf(this.source, 'order', this.truth.orders);
    const paid = { currency: 'RUB', rateToRub: '1', paymentMethod: 'card', status: 'completed' };
    this.truth.grossKopecks += gross;
    this.truth.orders += 1;
    this.good(
      this.envelope(
        TYPES.paid,
        { transactionId, userId: this.pick(this.users), kind: 'game', lines: [line], ...paid },
        this.instant(),
      ),
    );
  }

  /** Start, a sign of life after a gap, and in most cases an end. */
  session() {
    const at = this.endMs - 60 * MINUTE_MS - Math.floor(this.random() * 60 * MINUTE_MS);
    const sessionId = uuidOf(this.source, 'session', this.truth.sessions.size);
    const who = { sessionId, userId: this.pick(this.users), gameId: this.pick(this.games) };
    const end = at + 20 * MINUTE_MS;
    const ends = this.random() < 0.8;
    const isoOf = (ms) => new Date(ms).toISOString();
    this.truth.sessions.set(sessionId, { started: at, ended: ends ? end : null });
    this.good(this.envelope(TYPES.started, { ...who, sessionStartTime: isoOf(at), platform: 'windows' }, at));
    this.good(this.envelope(TYPES.beat, { ...who, active: true }, at + 10 * MINUTE_MS));
    if (ends) {
      this.good(this.envelope(TYPES.ended, { ...who, sessionEndTime: isoOf(end), durationSeconds: 1_200 }, end));
    }
  }

  spoiled() {
    const [reason, spoil] = SPOILERS[this.truth.refused.length % SPOILERS.length];
    const event = spoil(this.viewed());
    this.truth.refused.push({ id: event.id, reason, event });
    this.deliveries.push(event);
  }
}

export function dataSet(options) {
  const maker = new Maker(options);
  const deliveries = maker.make();
  const { source, games, users, truth } = maker;
  return { source, games, users, truth, deliveries };
}
