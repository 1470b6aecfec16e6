import type { Received } from '@analytics/infra-kafka';
import { letterRecord } from '../specs/letters.fixture';
import { letterIn } from './incoming-letter';

const received = (value: string | null): Received => ({
  ...{ topic: 'analytics.events.dlq.v1', partition: 0, offset: 0n, headers: {}, timestampMs: 0 },
  ...{ key: Buffer.from('k'), value: value === null ? null : Buffer.from(value) },
});
const GOOD = JSON.parse(
  String(letterRecord({ name: 'a', event: { id: '1', source: '/s', type: 't' } }).value),
) as Record<string, unknown>;
const of = (more: object) => letterIn(received(JSON.stringify({ ...GOOD, ...more })));

describe('a record of the dead-letter topic', () => {
  it('is a letter as it was written', () => {
    expect(of({})).toEqual({ letter: { ...GOOD, attempts: 1 }, key: 'k' });
  });

  it('of before letters said whom they speak of speaks of nobody', () => {
    expect(of({ subjects: undefined })!.letter.subjects).toEqual([]);
  });

  it.each([
    ['no value', null],
    ['no JSON', '{'],
    ['no object', '[1]'],
    ['nothing in it', '{}'],
    ['an id that is none', JSON.stringify({ ...GOOD, dlq_id: '../x' })],
    ['a reason nobody knows', JSON.stringify({ ...GOOD, reason_code: 'OTHER' })],
    ['a stage nobody knows', JSON.stringify({ ...GOOD, stage: 'x' })],
    ['no instant', JSON.stringify({ ...GOOD, first_seen: 'yesterday' })],
    ['an offset that is none', JSON.stringify({ ...GOOD, source: { ...(GOOD['source'] as object), offset: '-1' } })],
    [
      'a partition that is none',
      JSON.stringify({ ...GOOD, source: { ...(GOOD['source'] as object), partition: 1e12 } }),
    ],
  ])('with %s is none', (_, value) => {
    expect(letterIn(received(value))).toBeUndefined();
  });

  it('loses what the store could not take, and nothing else', () => {
    const odd = of({
      schema_version: 1e12,
      replay_count: -1,
      raw_base64: '§ not base64',
      pointer: 5,
      processor: 'x',
      first_seen: '2026-11-20T10:00:00+03:00',
      subjects: ['not a hash', 5, Buffer.alloc(32, 1).toString('base64')],
    });
    expect(odd!.letter).toMatchObject({
      ...{
        schema_version: null,
        replay_count: 0,
        pointer: null,
        subjects: [Buffer.alloc(32, 1).toString('base64')],
        first_seen: '2026-11-20T07:00:00.000Z',
      },
      processor: { name: 'unknown', version: 'unknown', git_sha: 'unknown' },
    });
    expect(odd!.letter.raw_base64).toMatch(/^[A-Za-z0-9+/]*=*$/);
  });
});
