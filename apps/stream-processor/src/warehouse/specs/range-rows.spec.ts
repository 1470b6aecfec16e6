import { received, validatedEvent } from '../fixtures/events.fixture';
import { type Candidate, type Read, readRecord } from '../protocol/candidate';
import { isSame, monthsOf, spanOf, sumOf, TABLES, tokenOf } from '../protocol/range-rows';
import { splitReads } from '../protocol/split-reads';

const place = { topic: 'validated', part: 3 };
const reads = (from: number, to: number, at?: (offset: number) => string): Read[] =>
  Array.from({ length: to - from }, (_, index) => {
    const offset = from + index;
    const given = at === undefined ? {} : { effective_at: at(offset) };
    return readRecord(received(offset, validatedEvent(offset, given)));
  });
const candidates = (from: number, to: number): Candidate[] => reads(from, to).map(({ candidate }) => candidate!);

describe('the rows of a range', () => {
  it('go into events last, so that what another table refuses is not there yet', () => {
    expect(TABLES.at(-1)).toBe('events');
    expect(new Set(TABLES).size).toBe(5);
  });

  it('have sums that tell a missing, a doubled and a foreign row, also where one record makes two', () => {
    const all = candidates(0, 30);
    for (const table of ['events', 'revenue_ledger'] as const) {
      const sum = sumOf(all, table);
      expect(isSame(sum, sumOf([...all].reverse(), table))).toBe(true);
      const changed = [all.slice(3), [...all, all[1]!], [...all.slice(3), ...candidates(30, 33)]];
      for (const others of changed) expect(isSame(sum, sumOf(others, table))).toBe(false);
    }
    expect(sumOf(all, 'revenue_ledger').rows).toBe(20);
  });

  it('have one token for the same range of a table, and another one for anything else', () => {
    const span = spanOf(place, 10n, 19n, candidates(10, 20));
    const others = [{ from: 9n }, { to: 20n }, { part: 4 }, { topic: 'other' }];
    const tokens = [{}, ...others].map((other) => tokenOf('events', { ...span, ...other }));
    tokens.push(tokenOf('exposures', span), tokenOf('events', span, ':r7'));
    expect(new Set(tokens).size).toBe(7);
    expect(tokenOf('events', span)).toBe('warehouse:events:validated:3:10-19');
  });

  it('lie in the time between the first and the last event', () => {
    expect(spanOf(place, 0n, 9n, candidates(0, 10))).toMatchObject({
      firstAt: new Date('2026-01-01T00:00:00Z'),
      lastAt: new Date('2026-01-01T00:00:09Z'),
    });
    expect(monthsOf(candidates(0, 10), 'events')).toEqual(['2026-01-01']);
    expect(monthsOf(candidates(0, 1), 'revenue_ledger')).toEqual([]);
  });
});

describe('a batch', () => {
  const limits = { rows: 10, months: 3 };
  const sizes = (parts: readonly Read[][]) => parts.map((part) => part.length);

  it('is cut where a table would get more rows than one insert may have', () => {
    expect(sizes(splitReads(reads(0, 25), limits))).toEqual([10, 10, 5]);
    const payments = reads(0, 30).filter(({ offset }) => offset % 3n === 1n);
    expect(sizes(splitReads(payments, limits))).toEqual([5, 5]);
  });

  it('is cut where it would touch more months than one insert may', () => {
    const monthly = reads(0, 7, (offset) => new Date(Date.UTC(2026, offset, 1)).toISOString());
    expect(sizes(splitReads(monthly, limits))).toEqual([3, 3, 1]);
  });

  it('is handed on whole, in order, whatever is refused in it', () => {
    const broken = [...reads(0, 12), readRecord(received(12, '{')), readRecord(received(13, '{'))];
    expect(splitReads(broken, limits).flat()).toEqual(broken);
    expect(splitReads([], limits)).toEqual([]);
  });

  it('of one event that exceeds the bounds alone is not cut for ever', () => {
    expect(sizes(splitReads(reads(1, 2), { rows: 1, months: 1 }))).toEqual([1]);
  });
});
