import type { ReconciliationLine } from '../api/operations';
import { rangesText, reportLines, roublesOf, usualPeriod } from './report-lines';

const line = (topic: string, partition: number, hour: string, difference = 0) =>
  ({ topic, partition, hour, difference }) as ReconciliationLine;

describe('lines of a reconciliation', () => {
  it('begin with what differs, then go on in order', () => {
    const lines = [line('b', 0, '10'), line('a', 1, '10'), line('a', 0, '11', -3), line('a', 0, '10')];
    expect(reportLines(lines, false)).toEqual([lines[2], lines[3], lines[1], lines[0]]);
    expect(reportLines(lines, true)).toEqual([lines[2]]);
  });

  it('name offsets as ranges', () => {
    expect(
      rangesText([
        ['12', '12'],
        ['15', '18'],
      ]),
    ).toBe('12, 15–18');
    expect(rangesText(Array.from({ length: 21 }, (_, at) => [`${at}`, `${at}`] as const))).toMatch(/19, …$/);
    expect(rangesText([])).toBe('');
  });

  it.each([
    ['0', '0.00'],
    ['5', '0.05'],
    ['123456', '1234.56'],
    ['-150', '-1.50'],
    ['9007199254740993123', '90071992547409931.23'],
  ])('tell %s kopecks as %s roubles', (kopecks, roubles) => {
    expect(roublesOf(kopecks)).toBe(roubles);
  });

  it('are of the last day up to the end of this hour when nothing is said', () => {
    expect(usualPeriod(new Date('2026-11-21T10:20:30Z'))).toEqual({
      from: '2026-11-20T11:00:00.000Z',
      until: '2026-11-21T11:00:00.000Z',
    });
  });
});
