import { anAnswer, aSeries, days, plainName } from './answer.fixture';
import { toChartData } from './chart-data';
import { csvName, toCsv } from './csv';

const data = (series = [aSeries()], dimensions: readonly string[] = [], change = {}) =>
  toChartData(anAnswer(series, change), dimensions, plainName);
const lines = (text: string) => text.replace('\uFEFF', '').split('\r\n');

describe('the file of what is seen', () => {
  it('has a line a number, ended as the standard says', () => {
    const text = toCsv(data([aSeries({ points: days([1.5, null], 1) })]), plainName);
    expect(text).toBe(
      '\uFEFFperiod_start,period_end,orders,unit,complete\r\n' +
        '2026-11-01T00:00:00+03:00,2026-11-02T00:00:00+03:00,1.5,count,true\r\n' +
        '2026-11-02T00:00:00+03:00,2026-11-04T00:00:00+03:00,,count,false\r\n',
    );
  });

  it('has the values of dimensions as the API knows them and as the page calls them', () => {
    const text = toCsv(data([aSeries({ dimensions: { platform: '' }, points: days([1]) })], ['platform']), plainName);
    expect(lines(text).slice(0, 2)).toEqual([
      'period_start,period_end,platform,platform_name,orders,unit,complete',
      '2026-11-01T00:00:00+03:00,2026-11-04T00:00:00+03:00,,not told,1,count,true',
    ]);
  });

  it.each([
    ['a comma, "quotes"', '"a comma, ""quotes"""'],
    ['two\nlines', '"two\nlines"'],
    ['=HYPERLINK("http://evil")', `"'=HYPERLINK(""http://evil"")"`],
    ['+7', "'+7"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\t=1', "'\t=1"],
  ])('keeps %j a text', (value, written) => {
    const text = toCsv(data([aSeries({ dimensions: { channel: value }, points: days([1]) })], ['channel']), plainName);
    expect(text).toContain(`,${written},${written},1,`);
  });

  it('leaves a number below zero a number', () => {
    expect(toCsv(data([aSeries({ points: days([-5]) })]), plainName)).toContain(',-5,count,');
  });

  it('has the parts of a ratio, what is hidden, and what it is compared with', () => {
    const [point] = days([0.5]);
    const series = aSeries({
      points: [
        { ...point!, numerator: 1, denominator: 2 },
        { ...point!, value: null, suppressed: true },
      ],
      comparison: { points: days([4]), total: { value: 4 } },
    });
    const [head, first, second] = lines(toCsv(data([series]), plainName));
    expect(head).toBe(
      'period_start,period_end,orders,unit,numerator,denominator,complete,suppressed,compared_period_start,compared_value',
    );
    expect(first).toMatch(/,0\.5,count,1,2,true,false,2026-11-01T00:00:00\+03:00,4$/);
    expect(second).toMatch(/,,count,,,true,true,,$/);
  });

  it('is named after what is in it', () => {
    expect(csvName(data([aSeries({ dimensions: { platform: 'web' } })], ['platform']))).toBe(
      'orders-by-platform-2026-11-01.csv',
    );
    expect(csvName(data([]))).toBe('orders-empty.csv');
  });
});
