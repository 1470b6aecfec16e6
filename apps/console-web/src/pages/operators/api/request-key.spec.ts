import { RequestKey } from './request-key';

describe('the key of what a person wants', () => {
  it('stays while they try again, and is another one for something else', () => {
    const key = new RequestKey();
    const first = key.of('rotate a');
    expect(first).toMatch(/^[0-9a-f]{32}$/);
    expect(key.of('rotate a')).toBe(first);
    expect(key.of('rotate b')).not.toBe(first);
    expect(key.of('rotate a')).not.toBe(first);
  });

  it('is a new one once it is done: the same wanted again is to be done again', () => {
    const key = new RequestKey();
    const first = key.of('run');
    key.done();
    expect(key.of('run')).not.toBe(first);
  });
});
