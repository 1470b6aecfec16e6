import { differenceOf, tableCheck } from './table-check';

const check = tableCheck(
  { name: 'people', from: 'people', columns: { no: ({ no }) => no, 'toUInt8(is_bot)': ({ bot }) => bot } },
  [
    { no: 2, bot: false },
    { no: 1, bot: true },
  ],
);

describe('the check of a table', () => {
  it('asks for whole rows as text', () => {
    expect(check.query).toBe(
      "SELECT arrayStringConcat([toString(no), toString(toUInt8(is_bot))], '|') AS row FROM people",
    );
    expect(check.rows).toEqual(['1|1', '2|0']);
  });

  it('is content with the same rows in any order, and with nothing else', () => {
    expect(differenceOf(check, ['2|0', '1|1'])).toBeUndefined();
    expect(differenceOf(check, ['2|0'])).toMatchObject({ missing: ['1|1'], unexpected: [] });
    expect(differenceOf(check, ['2|0', '1|1', '1|1'])).toMatchObject({ missing: [], unexpected: ['1|1'] });
    expect(differenceOf(check, ['2|0', '1|0'])).toMatchObject({ missing: ['1|1'], unexpected: ['1|0'] });
  });
});
