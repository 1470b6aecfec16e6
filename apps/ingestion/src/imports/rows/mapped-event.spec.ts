import { QueryParameterWrong } from '@analytics/service-kit';
import { ImportBroken } from '../import-errors';
import { MappedEvents } from './mapped-event';
import { mappingOf } from './mapping';

const HASH = 'ab'.repeat(32);
const events = (columns: string[], mapping?: object) =>
  new MappedEvents(columns, mappingOf(mapping === undefined ? undefined : JSON.stringify(mapping)), HASH);

describe('a row of columns', () => {
  it('becomes an event by its mapping: fields, paths into the data, constants and types', () => {
    const mapped = events(['Игра', 'Цена', 'Когда', 'Метки', 'Бот', 'Лишнее'], {
      columns: {
        Игра: 'data.gameId',
        Цена: { to: 'data.priceMinor', type: 'integer' },
        Когда: 'time',
        Метки: { to: 'data.tags', type: 'list' },
        Бот: { to: 'data.bot', type: 'boolean' },
      },
      constants: { source: '/legacy', type: 'a.b.c.v1', 'data.platform': 'web', 'data.n': 7 },
      zone: '+03:00',
    });
    expect(mapped.of(['g-1', '1999', '2019-03-01 10:00:00', 'rpg; indie', 'yes', 'x'], 5)).toEqual({
      event: {
        specversion: '1.0',
        id: expect.stringMatching(/^[a-p]{32}$/),
        source: '/legacy',
        type: 'a.b.c.v1',
        time: '2019-03-01T10:00:00+03:00',
        data: { gameId: 'g-1', priceMinor: 1999, platform: 'web', n: 7, tags: ['rpg', 'indie'], bot: true },
      },
    });
  });

  it('needs no mapping where the columns are named like their targets', () => {
    const mapped = events([
      'id',
      'source',
      'type',
      'time',
      'data.gameId',
      'data.lines.0.n',
      'data.lines.1.n',
      'My note',
    ]);
    expect(mapped.of(['1', '/s', 't', '2019-03-01T10:00:00.123Z', 'g', '1', '2', 'mine'], 1).event).toEqual({
      specversion: '1.0',
      id: '1',
      source: '/s',
      type: 't',
      time: '2019-03-01T10:00:00.123Z',
      data: { gameId: 'g', lines: [{ n: '1' }, { n: '2' }] },
    });
    expect(events(['data']).of(['{"a":[1]}'], 1).event).toMatchObject({ data: { a: [1] } });
  });

  it('leaves out what its cells do not say', () => {
    expect(events(['data.l.0.a', 'data.l.1.a', 'data.l.2.a']).of(['1', '', '3'], 1).event['data']).toEqual({
      l: [{ a: '1' }, { a: '3' }],
    });
    expect(events(['data.a', 'data.b', 'data.c']).of(['', '0', null], 1).event['data']).toEqual({ b: '0' });
  });

  it.each([
    ['integer', '12', 12],
    ['integer', '-3', -3],
    ['number', '1.5', 1.5],
    ['number', '.5e3', 500],
    ['boolean', 'No', false],
    ['time', '2019-03-01', '2019-03-01T00:00:00Z'],
    ['time', '2019-03-01 10:00', '2019-03-01T10:00:00Z'],
    ['time', '2019-03-01 10:00:00.5+00', '2019-03-01T10:00:00.5+00:00'],
    ['time', '2019-03-01T10:00:00+0330', '2019-03-01T10:00:00+03:30'],
    ['epoch_seconds', '1551434400', '2019-03-01T10:00:00.000Z'],
    ['epoch_milliseconds', '1551434400123', '2019-03-01T10:00:00.123Z'],
    ['json', '{"a":[1,null]}', { a: [1, null] }],
    ['text', ' 007 ', ' 007 '],
  ])('reads %s from %j', (type, text, value) => {
    const mapped = events(['c'], { columns: { c: { to: 'data.c', type } } });
    expect(mapped.of([text], 1)).toEqual({ event: expect.objectContaining({ data: { c: value } }) });
  });

  it.each([
    ['integer', '12.5'],
    ['integer', '9007199254740993'],
    ['number', '1,5'],
    ['boolean', 'maybe'],
    ['time', '01.03.2019'],
    ['epoch_seconds', 'yesterday'],
    ['json', '{"a":1,"a":2}'],
  ])('says which column is no %s: %j', (type, text) => {
    const { event, fault } = events(['Cell'], { columns: { Cell: { to: 'data.a.b', type } } }).of([text], 1);
    expect(fault).toMatchObject({
      code: 'SCHEMA_VIOLATION',
      pointer: '/data/a/b',
      detail: expect.stringContaining('"Cell"'),
    });
    expect(event['data']).toEqual({ a: { b: text } });
  });

  it('has the same id whenever the same file is read, another in another row, file or type', () => {
    const id = (hash: string, row: number, type = 't') =>
      new MappedEvents(['type'], mappingOf(undefined), hash).of([type], row).event['id'];
    const ids = [id(HASH, 1), id(HASH, 2), id('cd'.repeat(32), 1), id(HASH, 1, 'u')];
    expect(new Set(ids).size).toBe(4);
    expect(id(HASH, 1)).toBe(ids[0]);
  });

  it('is not read from a file that lacks a column, or has one twice', () => {
    expect(() => events(['a'], { columns: { b: 'data.b' } })).toThrow(ImportBroken);
    expect(() => events(['a', 'a'])).toThrow(ImportBroken);
  });

  it.each([
    ['no JSON', '{'],
    ['a list', '[]'],
    ['an unknown member', '{"column":{}}'],
    ['an unknown type', '{"columns":{"a":{"to":"id","type":"money"}}}'],
    ['a target that is none', '{"columns":{"a":"Data.x"}}'],
    ['a target of two columns', '{"columns":{"a":"id","b":"id"}}'],
    ['a target inside another', '{"columns":{"a":"data"},"constants":{"data.b":1}}'],
    ['a list with a name', '{"columns":{"a":"data.x.0","b":"data.x.y"}}'],
    ['a prototype', '{"columns":{"a":"data.__proto__.x"}}'],
    ['a delimiter of two signs', '{"delimiter":"||"}'],
    ['a zone by name', '{"zone":"Europe/Moscow"}'],
  ])('has no mapping that is %s', (_, text) => expect(() => mappingOf(text)).toThrow(QueryParameterWrong));
});
