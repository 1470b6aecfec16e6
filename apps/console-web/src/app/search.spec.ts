import { parseSearch, stringifySearch } from './search';

describe('the search of an address', () => {
  it.each([
    [{ metric: 'dau', zone: 'Europe/Moscow' }, '?metric=dau&zone=Europe/Moscow'],
    [{ from: '2026-11-01', dims: 'platform,country' }, '?from=2026-11-01&dims=platform,country'],
    [{ q: 'a&b=c d+ё' }, '?q=a%26b%3Dc+d%2B%D1%91'],
    [{ page: 2, open: true, nothing: undefined, empty: '' }, '?page=2&open=true'],
    [{}, ''],
  ])('writes %j', (search, expected) => {
    expect(stringifySearch(search)).toBe(expected);
  });

  it('reads what it wrote', () => {
    const search = { q: 'a&b=c d+ё,:/', zone: 'Europe/Moscow' };
    expect(parseSearch(stringifySearch(search))).toEqual(search);
  });
});
