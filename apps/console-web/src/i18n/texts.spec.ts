import { chosenLanguage } from './languages';
import { defineTexts } from './texts';
import { translated } from './use-texts';

const texts = defineTexts('spec', {
  ru: {
    title: 'Строки',
    rows: { one: '{{count, number}} строка', few: '{{count, number}} строки', many: '{{count, number}} строк' },
  },
  en: { title: 'Rows', rows: { one: '{{count, number}} row', other: '{{count, number}} rows' } },
});

describe('texts', () => {
  it.each([
    [1, '1 строка'],
    [3, '3 строки'],
    [5, '5 строк'],
    [11, '11 строк'],
    [21, '21 строка'],
    [2.5, '2,5 строки'],
    [12_000, '12 000 строк'],
  ])('counts %d in Russian', (count, expected) => {
    expect(translated(texts, 'ru', 'rows', { count }).replaceAll('\u00a0', ' ')).toBe(expected);
  });

  it.each([
    [1, '1 row'],
    [5, '5 rows'],
    [12_000, '12,000 rows'],
  ])('counts %d in English', (count, expected) => {
    expect(translated(texts, 'en', 'rows', { count })).toBe(expected);
  });

  it('does not compile when a language lacks a key', () => {
    // @ts-expect-error the English title is missing
    expect(defineTexts('lacking', { ru: { title: 'Строки' }, en: {} }).namespace).toBe('lacking');
    expect(translated(texts, 'en', 'title')).toBe('Rows');
  });
});

describe('the language', () => {
  it.each([
    ['the choice of the person', 'ru', ['en-GB'], 'ru'],
    ['the first wish of the browser that is spoken here', null, ['de', 'ru-RU', 'en'], 'ru'],
    ['English when nothing is spoken here', null, ['de', 'fr'], 'en'],
    ['the browser when what was kept is no language', 'xx', ['ru'], 'ru'],
  ] as const)('is %s', (_, kept, wishes, expected) => {
    expect(chosenLanguage(kept, wishes)).toBe(expected);
  });
});
