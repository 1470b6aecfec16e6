import type { ValidatedEvent } from '@analytics/contracts';
import { aValidatedEvent, type ValidatedOverrides } from '../builders/validated-events';

/** An instant of 2026 as a clock in Moscow shows it: '11-01 00:30'. */
export const moscow = (clock: string): string => new Date(`2026-${clock.replace(' ', 'T')}:00+03:00`).toISOString();

type Data = Readonly<Record<string, unknown>>;

let told = 0;

/** One event; ids count up in the order of the source, so that they are the same in every run. */
export function on(
  clock: string,
  type: string,
  data: Data,
  overrides: Partial<ValidatedOverrides> = {},
): ValidatedEvent {
  told += 1;
  const id = `standard-${String(told).padStart(3, '0')}`;
  return aValidatedEvent({ id, type: `com.platform.${type}.v1`, effective_at: moscow(clock), data, ...overrides });
}

export const views = (clock: string, who: Data, gameId: string, overrides: Partial<ValidatedOverrides> = {}) =>
  on(clock, 'catalog.game.viewed', { ...who, gameId, placement: 'home', platform: 'web' }, overrides);

export interface Line {
  readonly gameId: string;
  readonly gross: number;
  readonly discount?: number;
  readonly tax?: number;
  readonly fee?: number;
  readonly quantity?: number;
}

export const pays = (clock: string, data: Data, line: Line, overrides: Partial<ValidatedOverrides> = {}) => {
  const { gameId, gross: grossMinor, discount = 0, tax = 0, fee = 0, quantity = 1 } = line;
  const lines = [{ gameId, grossMinor, discountMinor: discount, taxMinor: tax, feeMinor: fee, quantity }];
  const plain = { kind: 'game', currency: 'RUB', rateToRub: '1', paymentMethod: 'card', status: 'completed' };
  return on(clock, 'payment.transaction.completed', { ...plain, lines, ...data }, overrides);
};

export const givesBack = (clock: string, data: Data, gameId: string, amountMinor: number) => {
  const plain = { kind: 'refund', currency: 'RUB', rateToRub: '1', lines: [{ gameId, amountMinor }] };
  return on(clock, 'payment.refund.processed', { ...plain, ...data });
};

/** A session from its start to its end; each may be missing. */
export function plays(
  sessionId: string,
  who: Data,
  clocks: { start?: string; beats?: readonly string[]; end?: string },
) {
  const data = { ...who, sessionId };
  const { start, beats = [], end } = clocks;
  const starts = (clock: string): ValidatedEvent =>
    on(clock, 'library.session.started', { ...data, sessionStartTime: moscow(clock), platform: 'windows' });
  const ends = (clock: string): ValidatedEvent =>
    on(clock, 'library.session.ended', { ...data, sessionEndTime: moscow(clock), durationSeconds: 60 });
  return [
    ...(start === undefined ? [] : [starts(start)]),
    ...beats.map((clock) => on(clock, 'library.session.heartbeat', data)),
    ...(end === undefined ? [] : [ends(end)]),
  ];
}
