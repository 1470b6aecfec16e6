import { QueryParameterWrong } from '@analytics/service-kit';
import { cursorOf, placeOf } from './page-cursor';

const PLACE = { firstSeenAt: new Date('2026-11-20T10:00:00.123Z'), id: 'ab'.repeat(32) };
const FILTER = { reason: 'INTERNAL', from: new Date(0), type: undefined };

describe('a cursor of the list', () => {
  it('leads back to its place', () => {
    expect(placeOf(cursorOf(PLACE, FILTER), { from: new Date(0), reason: 'INTERNAL' })).toEqual(PLACE);
  });

  it('belongs to its question', () => {
    expect(() => placeOf(cursorOf(PLACE, FILTER), { ...FILTER, reason: 'ENCODING' })).toThrow(QueryParameterWrong);
    expect(() => placeOf(cursorOf(PLACE, FILTER), {})).toThrow(QueryParameterWrong);
  });

  it('is refused when anything of it was changed', () => {
    const text = Buffer.from(cursorOf(PLACE, FILTER), 'base64url').toString();
    for (let at = 0; at < text.length; at += 1) {
      const forged = `${text.slice(0, at)}${text[at] === '1' ? '2' : '1'}${text.slice(at + 1)}`;
      expect(() => placeOf(Buffer.from(forged).toString('base64url'), FILTER)).toThrow(QueryParameterWrong);
    }
  });

  it.each(['', 'x', 'null', '%00', Buffer.from('2026-99-99T99:99:99.999Z').toString('base64url')])(
    'is not %j',
    (cursor) => {
      expect(() => placeOf(cursor, {})).toThrow(QueryParameterWrong);
    },
  );
});
