import { filtersText, parseFilters, valuesOf, withValues } from './filter-text';
import type { Filter } from './view';

describe('filters in a link', () => {
  it('can be read by people', () => {
    const filters: Filter[] = [
      { dimension: 'platform', op: 'in', values: ['windows', 'macos'] },
      { dimension: 'country', op: 'neq', values: ['RU'] },
      { dimension: 'genre', op: 'is_set', values: [] },
    ];
    expect(filtersText(filters)).toBe('platform:in:windows,macos;country:neq:RU;genre:is_set:');
    expect(parseFilters(filtersText(filters))).toEqual(filters);
  });

  it('keep any value as it is', () => {
    const values = ['a,b', 'c;d:e', '100 %', 'Ёлка', '', '"quoted"', '../?&#'];
    const filters: Filter[] = [{ dimension: 'channel', op: 'not_in', values }];
    expect(parseFilters(filtersText(filters))).toEqual(filters);
  });

  it('are none where nothing is said', () => expect(parseFilters('')).toEqual([]));

  it.each([
    ['an unknown operator', 'platform:like:windows'],
    ['an operator of Object', 'platform:toString:windows'],
    ['a dimension that is no name', 'a b:in:c'],
    ['no values where some are needed', 'platform:eq'],
    ['two values where one fits', 'platform:eq:a,b'],
    ['a value where none fits', 'platform:is_set:a'],
    ['more than three parts', 'platform:in:a:b'],
    ['broken encoding', 'platform:in:%E0%A4%A'],
    ['one good and one bad', 'platform:in:windows;country'],
    ['too many conditions', Array(21).fill('platform:in:a').join(';')],
    ['too long a value', `platform:in:${'a'.repeat(513)}`],
    ['too many values', `platform:in:${Array(201).fill('a').join(',')}`],
  ])('with %s are not guessed', (_, text) => expect(parseFilters(text)).toBeUndefined());
});

describe('a picker of values', () => {
  const filters: Filter[] = [
    { dimension: 'platform', op: 'in', values: ['windows'] },
    { dimension: 'country', op: 'neq', values: ['RU'] },
  ];

  it('replaces the condition of its dimension and leaves the others', () => {
    expect(withValues(filters, 'platform', ['linux', 'macos'])).toEqual([
      filters[1],
      { dimension: 'platform', op: 'in', values: ['linux', 'macos'] },
    ]);
    expect(withValues(filters, 'platform', [])).toEqual([filters[1]]);
  });

  it('shows only what it can say', () => {
    expect(valuesOf(filters, 'platform')).toEqual(['windows']);
    expect(valuesOf(filters, 'country')).toEqual([]);
  });
});
