import { bucketLabels } from './bucket-labels';

/** Spaces and commas differ between versions of ICU. */
const plain = (text: string) =>
  text
    .replace(/[\u2009\u202f\u00a0]/g, ' ')
    .replace(/\s*–\s*/g, '–')
    .replaceAll(',', '');
const labels = (language: 'ru' | 'en', granularity: string, ...starts: string[]) => {
  const { short, long } = bucketLabels(language, granularity, starts);
  return [short(starts[0]!), long(starts[0]!, starts[1]!)].map(plain);
};

describe('a bucket is called', () => {
  it('by the clock of its zone, wherever the reader is', () => {
    expect(labels('en', 'day', '2026-11-01T00:00:00+03:00', '2026-11-02T00:00:00+03:00')).toEqual([
      '1 Nov',
      'Sun 1 November 2026',
    ]);
    expect(labels('en', 'day', '2026-11-01T00:00:00-08:00', '2026-11-02T00:00:00-08:00')[0]).toBe('1 Nov');
  });

  it('in Russian too', () => {
    expect(labels('ru', 'day', '2026-11-01T00:00:00+03:00', '2026-11-02T00:00:00+03:00')).toEqual([
      '1 нояб.',
      'вс 1 ноября 2026 г.',
    ]);
    expect(labels('ru', 'month', '2026-11-01T00:00:00+03:00', '2026-12-01T00:00:00+03:00')).toEqual([
      'нояб.',
      'ноябрь 2026 г.',
    ]);
  });

  it('by its hours, with the day where there are several', () => {
    expect(labels('en', 'hour', '2026-11-01T13:00:00+03:00', '2026-11-01T14:00:00+03:00')).toEqual([
      '13:00',
      '1 Nov 2026 13:00–14:00',
    ]);
    expect(labels('en', 'hour', '2026-11-01T23:00:00+03:00', '2026-11-02T00:00:00+03:00')[0]).toBe('1 Nov 23:00');
  });

  it('by the days of its week, also a week that the period cuts', () => {
    expect(labels('en', 'week', '2026-11-05T00:00:00+03:00', '2026-11-09T00:00:00+03:00')[1]).toBe('5–8 Nov 2026');
  });

  it('with the year where there are several', () => {
    expect(labels('en', 'day', '2025-12-31T00:00:00+03:00', '2026-01-01T00:00:00+03:00')[0]).toBe('31 Dec 25');
  });
});
