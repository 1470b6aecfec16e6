import { inspect, QUERY_ID_SETTING, refuseSecondStatement } from './statement';

const of = (text: string) => inspect(Buffer.from(text));
const code = (text: string): number => {
  try {
    of(text);
    return 0;
  } catch (error) {
    return (error as { code: number }).code;
  }
};

describe('a statement that reads', () => {
  it.each([
    ['SELECT 1', 'SELECT 1', ''],
    ['SELECT 1;  -- done', 'SELECT 1', ''],
    ['(SELECT 1) UNION ALL (SELECT 2) FORMAT CSV', '(SELECT 1) UNION ALL (SELECT 2) ', 'FORMAT CSV'],
    [
      'WITH 1 AS x SELECT x FORMAT JSON SETTINGS max_threads = 1;',
      'WITH 1 AS x SELECT x ',
      'FORMAT JSON SETTINGS max_threads = 1',
    ],
    ['SELECT format FROM t', 'SELECT format FROM t', ''],
    ['SELECT * FROM t ORDER BY format DESC', 'SELECT * FROM t ORDER BY format DESC', ''],
    ["SELECT 'Привет; FORMAT CSV'", "SELECT 'Привет; FORMAT CSV'", ''],
  ])('%s is cut before its FORMAT clause', (statement, text, tail) => {
    expect(of(statement)).toMatchObject({ kind: 'select', text, tail });
  });

  it('is not one that writes, though it begins with WITH', () => {
    expect(of('WITH 1 AS x INSERT INTO t SELECT x').kind).toBe('write');
  });
});

describe('an INSERT with rows', () => {
  const split = (text: string) => {
    const insert = of(text);
    if (insert.kind !== 'insert') return insert.kind;
    return [insert.target, insert.settings, insert.format, Buffer.from(text).subarray(insert.dataAt).toString()];
  };

  it.each([
    ['INSERT INTO t FORMAT JSONEachRow\n{"a":1}', ['INSERT INTO t ', '', 'JSONEachRow', '{"a":1}']],
    ['INSERT INTO t (a, format) FORMAT CSV \n\n1', ['INSERT INTO t (a, format) ', '', 'CSV', '\n1']],
    [
      'INSERT INTO t SETTINGS async_insert=1 VALUES (1)',
      ['INSERT INTO t ', 'SETTINGS async_insert=1 ', 'Values', ' (1)'],
    ],
    ['INSERT INTO `values` VALUES (1)', ['INSERT INTO `values` ', '', 'Values', ' (1)']],
    ['INSERT INTO db.format FORMAT TSV\n1', ['INSERT INTO db.format ', '', 'TSV', '1']],
    ['INSERT INTO {t:Identifier} FORMAT TSV', ['INSERT INTO {t:Identifier} ', '', 'TSV', '']],
    ["insert into function null('a Int8') values (1)", ["insert into function null('a Int8') ", '', 'Values', ' (1)']],
    ['INSERT INTO игры FORMAT TSV\nё', ['INSERT INTO игры ', '', 'TSV', 'ё']],
  ])('%j is told apart from its rows', (statement, expected) => {
    expect(split(statement)).toEqual(expected);
  });

  it.each([
    'INSERT INTO t SELECT 1',
    'INSERT INTO t (a) SELECT 1',
    'INSERT INTO t (a) (SELECT 1)',
    'INSERT INTO t WITH 1 AS x SELECT x',
  ])('%j has none: a query gives them', (statement) => expect(split(statement)).toBe('write'));
});

describe('what is refused', () => {
  it.each([
    'SELECT 1; DROP TABLE t',
    'SELECT 1;;SELECT 2',
    '; SELECT 1',
    "SELECT '‘'; DROP TABLE t --’",
    "SELECT ‘ ' ’; DROP TABLE t --'",
    'SELECT /* /* */ 1 */ 1; DROP TABLE t',
    'INSERT INTO t SETTINGS a = 1; DROP TABLE t; INSERT INTO t FORMAT CSV',
    'INSERT INTO t SELECT 1; DROP TABLE t',
    "SELECT $a b$ ' $a b$; DROP TABLE t --'",
    'SELECT 1 \0; SELECT 2',
  ])('a second statement or a hiding place for one: %j', (statement) => {
    expect(code(statement)).toBe(62);
  });

  it('a second statement after rows', () => {
    expect(() => refuseSecondStatement(Buffer.from("INSERT INTO t VALUES (1, ';'); DROP TABLE t"))).toThrow(
      'Multi-statements',
    );
    expect(() => refuseSecondStatement(Buffer.from("INSERT INTO t VALUES (1, ';');"))).not.toThrow();
  });

  it.each([
    "SELECT * FROM file('/etc/passwd')",
    "SELECT 1 INTO OUTFILE '/tmp/x'",
    "INSERT INTO t FROM INFILE '/etc/passwd' FORMAT CSV",
    "INSERT INTO FUNCTION file('/tmp/x') VALUES (1)",
    "CREATE TABLE t (a Int8) ENGINE = File(CSV, '/tmp/x')",
  ])('files of this machine: %j', (statement) => {
    expect(code(statement)).toBe(497);
  });
});

it('names a query by the id its client gave when it is to be killed', () => {
  expect(of("KILL QUERY WHERE query_id = 'query_id' SYNC")).toMatchObject({
    kind: 'kill',
    text: `KILL QUERY WHERE Settings['${QUERY_ID_SETTING}'] = 'query_id' SYNC`,
  });
});
