import { instantOf, localTime } from './local-time';

describe('the time of a field', () => {
  it('comes back as the instant it was made of, to the minute', () => {
    expect(instantOf(localTime('2026-03-29T10:20:30.400Z'))).toBe('2026-03-29T10:20:00.000Z');
  });

  it.each(['', 'yesterday'])('is none for "%s"', (instant) => expect(localTime(instant)).toBeNull());

  it.each([null, '', '2026-03-29', '2026-13-29 10:20:00'])('gives no instant while it is %p', (local) => {
    expect(instantOf(local)).toBe('');
  });
});
