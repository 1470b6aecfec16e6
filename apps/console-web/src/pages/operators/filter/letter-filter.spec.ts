import { parseSearch, stringifySearch } from '../../../app/search';
import {
  choiceOf,
  isNarrowed,
  isReplayable,
  letterSearchOf,
  listQueryOf,
  MOST_CHOSEN,
  searchOfChoice,
  summaryQueryOf,
} from './letter-filter';

const ID = 'a'.repeat(64);
const full = {
  ...{
    reason: 'SCHEMA_VIOLATION',
    type: 'com.platform.catalog.game.viewed.v1',
    source: '/store/web',
    stage: 'validate',
  },
  ...{
    status: 'resolved',
    key: 'k/1',
    text: 'game & id',
    from: '2026-11-01T00:00:00.000Z',
    until: '2026-11-02T00:00:00.000Z',
  },
  cursor: 'abc',
};

describe('the filter of refused events', () => {
  it('comes back from the address as it went there', () => {
    expect(letterSearchOf(parseSearch(stringifySearch(full)))).toEqual(full);
    expect(letterSearchOf({})).toEqual({});
  });

  it('leaves out what cannot be a condition', () => {
    const strange = { from: 'soon', stage: 'moon', status: 'lost', ids: 'x', text: ' ', cursor: 7, extra: 'x' };
    expect(letterSearchOf(strange)).toEqual({});
    expect(
      letterSearchOf({
        ids: Array(MOST_CHOSEN + 1)
          .fill(ID)
          .join(','),
      }),
    ).toEqual({});
  });

  it('shows open records unless another state is asked for', () => {
    expect(listQueryOf({ reason: 'INTERNAL' })).toEqual({ reason: 'INTERNAL', status: 'open' });
    expect(listQueryOf({ status: 'all', cursor: 'c' })).toEqual({ cursor: 'c' });
    expect(listQueryOf({ status: 'discarded' })).toEqual({ status: 'discarded' });
  });

  it('asks sums only for what sums know', () => {
    expect(summaryQueryOf(full, 'reason')).toMatchObject({ reason: 'SCHEMA_VIOLATION', group_by: 'reason' });
    expect(Object.keys(summaryQueryOf(full, 'reason'))).not.toEqual(expect.arrayContaining(['key']));
    expect(Object.keys(summaryQueryOf(full, 'reason'))).not.toEqual(expect.arrayContaining(['text']));
  });

  it('chooses records for a replay by conditions or one by one, never by state or page', () => {
    expect(choiceOf({ ...full, key: undefined } as never)).toEqual({
      ...{ reason: full.reason, type: full.type, source: full.source, stage: full.stage },
      ...{ text: full.text, from: full.from, until: full.until, key: undefined },
    });
    expect(choiceOf({ reason: 'INTERNAL', ids: `${ID},${ID}` })).toEqual({ ids: [ID, ID] });
    expect(searchOfChoice({ ids: [ID] })).toEqual({ ids: ID });
    expect(searchOfChoice({ reason: 'SCHEMA_UNKNOWN', type: 't' })).toEqual({ reason: 'SCHEMA_UNKNOWN', type: 't' });
  });

  it('does not let everything be changed at once, nor what the API cannot choose', () => {
    expect([isNarrowed({}), isNarrowed({ status: 'open' }), isNarrowed({ type: 't' })]).toEqual([false, false, true]);
    expect([isReplayable({ type: 't' }), isReplayable({ type: 't', key: 'k' })]).toEqual([true, false]);
  });
});
