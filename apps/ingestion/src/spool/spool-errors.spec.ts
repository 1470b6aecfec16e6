import { SpoolFull } from './spool-errors';

describe('a full spool', () => {
  it('sends callers back after 1 to 30 seconds, spread by chance', () => {
    const seconds = [0, 0.5, 0.999_999, 1].map((chance) => new SpoolFull('full', chance).retryAfterSeconds);
    expect(seconds).toEqual([1, 16, 30, 30]);
  });
});
