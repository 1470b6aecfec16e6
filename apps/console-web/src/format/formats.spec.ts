import { formatsFor } from './formats';

const ru = formatsFor('ru');
const en = formatsFor('en');
const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

describe('numbers', () => {
  it.each([
    [ru.number(1_234_567.891), '1 234 567,89'],
    [en.number(1_234_567.891), '1,234,567.89'],
    [ru.money(1_234.5), '1 234,50 ₽'],
    [ru.percent(0.125), '12,5 %'],
    [en.percent(0.125), '12.5%'],
    [ru.change(0.125), '+12,5 %'],
    [en.change(-0.5), '-50%'],
    [ru.value(42, 'people'), '42'],
    [ru.value(0.0312, 'ratio'), '3,12 %'],
    [en.value(1.5, 'hours'), '1.5 hrs'],
    [en.bytes(2_097_152), '2 MB'],
  ])('are written as %s', (text, expected) => {
    expect(plain(text)).toBe(expected);
  });

  it('that are not known are a dash, never a zero', () => {
    expect([ru.number(null), ru.money(undefined), ru.percent(Number.NaN), ru.value(null, 'RUB')]).toEqual(
      Array(4).fill('–'),
    );
  });
});

describe('times', () => {
  const instant = '2026-11-21T22:30:00Z';

  it('are told in the zone that was asked for', () => {
    expect(plain(ru.dateTime(instant, 'Europe/Moscow'))).toMatch(/^22 нояб\. 2026 г\., 01:30$/);
    expect(en.dateTime(instant, 'UTC')).toBe('21 Nov 2026, 22:30');
    expect(ru.dayMonth(instant, 'UTC')).toBe('21 нояб.');
  });

  it('tell the zone with its offset', () => {
    expect(en.zone('Europe/Moscow', instant)).toBe('Europe/Moscow, GMT+3');
  });

  it('tell how long ago something was', () => {
    expect(ru.ago('2026-11-21T22:25:00Z', instant)).toBe('5 минут назад');
    expect(en.ago('2026-11-20T22:30:00Z', instant)).toBe('yesterday');
  });
});
