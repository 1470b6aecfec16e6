import type { TypeQuality } from '../api/operations';
import { emptiest, qualityRows } from './quality-rows';

const type = (name: string, more: Partial<TypeQuality> = {}): TypeQuality => ({
  ...{ event_type: name, volume: 10, usual_volume: 10, volume_verdict: 'usual', received: 10, last_received_at: null },
  ...{ freshness_seconds: null, violation_share: 0, late_share: 0, empty_shares: null },
  ...more,
});
const names = (rows: readonly TypeQuality[]) => rows.map(({ event_type: name }) => name);

describe('rows of data quality', () => {
  const all = [
    type('com.a.v1'),
    type('com.b.v1', { volume: 90 }),
    type('com.c.v1', { volume_verdict: 'low', volume: 1 }),
    type('com.d.v1', { violation_share: 0.2 }),
    type('com.e.v1', { volume_verdict: 'too_few_to_tell', volume: 2 }),
  ];

  it('begin with what somebody should look at', () => {
    expect(names(qualityRows(all, { q: '', onlyOdd: false }))).toEqual([
      'com.d.v1',
      'com.c.v1',
      'com.b.v1',
      'com.a.v1',
      'com.e.v1',
    ]);
    expect(names(qualityRows(all, { q: '', onlyOdd: true }))).toEqual(['com.d.v1', 'com.c.v1']);
  });

  it('are found by a part of the name', () => {
    expect(names(qualityRows(all, { q: ' COM.B', onlyOdd: false }))).toEqual(['com.b.v1']);
  });

  it('name what is sometimes empty, not what is never there', () => {
    expect(emptiest({ user: 0.3, country: 0.9, game_id: 1, device: 0.001 })).toEqual([
      ['country', 0.9],
      ['user', 0.3],
    ]);
    expect(emptiest(null)).toEqual([]);
  });
});
