import { byType } from '../lake-batch.writer';
import { received, records, validatedEvent } from '../fixtures/lake-events.fixture';
import { lakeRowOf } from '../parquet/lake-row';

describe('a record for the lake', () => {
  it('becomes a row that knows its event and its place', () => {
    const verdict = lakeRowOf(received(7, validatedEvent(7), 3));
    expect(verdict).toMatchObject({ ok: true, value: { event: validatedEvent(7), part: 3, offset: 7n } });
  });

  it('has another hash at another offset and with another byte', () => {
    const hashes = [received(7, validatedEvent(7)), received(8, validatedEvent(7)), received(7, validatedEvent(8))].map(
      (record) => {
        const verdict = lakeRowOf(record);
        return verdict.ok ? verdict.value.hash : undefined;
      },
    );
    expect(new Set(hashes).size).toBe(3);
  });

  it.each([
    ['no JSON', '{', ''],
    ['a list', '[]', '/type'],
    ['nothing', 'null', ''],
    ['a type that is a number', { ...validatedEvent(1), type: 5 }, '/type'],
    ['a time that is none', { ...validatedEvent(1), occurred_at: 'yesterday' }, '/occurred_at'],
    ['a pseudonym that is a text', { ...validatedEvent(1), user_no: 'me' }, '/user_no'],
    ['a pseudonym beyond what a number holds', { ...validatedEvent(1), device_no: 2 ** 60 }, '/device_no'],
    ['a flag that is missing', { ...validatedEvent(1), is_bot: undefined }, '/is_bot'],
    ['marks that are no texts', { ...validatedEvent(1), schema_marks: [1] }, '/schema_marks'],
    ['data that is a list', { ...validatedEvent(1), data: [] }, '/data'],
  ])('is refused when it is %s', (_, value, pointer) => {
    expect(lakeRowOf(received(0, value))).toMatchObject({ ok: false, refusal: { code: 'LAKE_REJECTED', pointer } });
  });

  it('is refused when it has no value', () => {
    expect(lakeRowOf({ ...received(0, ''), value: null })).toMatchObject({ ok: false });
  });
});

describe('the rows of a batch', () => {
  it('are parted by type, in the order of the names, each in the order of the offsets', () => {
    const rows = records(0, 9).flatMap((record) => {
      const verdict = lakeRowOf(record);
      return verdict.ok ? [verdict.value] : [];
    });
    const parts = byType([...rows]);
    expect(parts.map(([type]) => type)).toEqual([...new Set(rows.map(({ event }) => event.type))].sort());
    expect(parts.map(([, ofType]) => ofType.map(({ offset }) => Number(offset)))).toEqual([
      [0, 3, 6, 9],
      [2, 5, 8],
      [1, 4, 7],
    ]);
  });
});
