import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { NoTestStack, testStack } from './test-stack';

const STATE = { stores: { redis: { url: 'redis://:s3cret@127.0.0.1:1', pid: 1 } } };

describe('finding the stack to test on', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(path.join(tmpdir(), 'test-stack-'))));
  afterEach(() => rmSync(root, { recursive: true }));

  function write(file: string, text: string): string {
    const full = path.join(root, file);
    mkdirSync(path.dirname(full), { recursive: true });
    writeFileSync(full, text);
    return full;
  }

  it('takes the file that the variable names', () => {
    const file = write('elsewhere.json', JSON.stringify(STATE));
    const stack = testStack({ env: { ANALYTICS_STACK_STATE: file }, folder: '/' });
    expect(stack).toEqual({ ...STATE, services: {}, credentials: {} });
  });

  it('looks up the tree for the stack of the tests otherwise', () => {
    write('.local/test/state.json', JSON.stringify(STATE));
    mkdirSync(path.join(root, 'libs/infra'), { recursive: true });
    expect(testStack({ env: {}, folder: path.join(root, 'libs/infra') }).stores).toEqual(STATE.stores);
  });

  it('says what to do when there is none', () => {
    expect(() => testStack({ env: {}, folder: root })).toThrow(/npm start|npm test/);
  });

  it.each([['{"stores": {"redis": {"url": "redis://:s3cret@…'], ['null'], ['{}']])(
    'refuses %p, quoting nothing of it',
    (text) => {
      const file = write('state.json', text);
      const look = () => testStack({ env: { ANALYTICS_STACK_STATE: file } });
      expect(look).toThrow(NoTestStack);
      expect(look).not.toThrow(/s3cret/);
    },
  );
});
