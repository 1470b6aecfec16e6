import { KeyRefused } from '../errors/s3-errors';
import { objectKey } from './object-key';

describe('the key of an object', () => {
  it.each([
    'a',
    'raw_events/event_type=a.b/year=2026/t+0+1-2.parquet',
    'отчёт.csv',
    'a b',
    '...',
    `${'a'.repeat(255)}/b`,
  ])('may be %p', (key) => {
    expect(objectKey(key)).toBe(key);
  });

  it.each([
    '',
    '/a',
    'a/',
    'a//b',
    '..',
    'a/../b',
    './a',
    'a\nb',
    'a\0',
    '\ud800',
    'a'.repeat(256),
    'ab/'.repeat(342) + 'c',
  ])('may not be %j', (key) => {
    expect(() => objectKey(key)).toThrow(KeyRefused);
  });
});
