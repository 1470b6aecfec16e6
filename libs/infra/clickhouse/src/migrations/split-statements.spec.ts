import { splitStatements } from './split-statements';

describe('splitStatements', () => {
  it.each<[string, string, string[]]>([
    ['two statements', 'SELECT 1;\nSELECT 2;', ['SELECT 1', 'SELECT 2']],
    ['a last statement without a semicolon', 'SELECT 1; SELECT 2', ['SELECT 1', 'SELECT 2']],
    ['empty statements', ';;\n ;SELECT 1;;', ['SELECT 1']],
    ['nothing', '', []],
    ['comments alone', '-- a;b\n/* c;d */\n', []],
    ['a semicolon in a line comment', 'SELECT 1 -- one; two\n+ 1; SELECT 2', ['SELECT 1 -- one; two\n+ 1', 'SELECT 2']],
    ['a semicolon in a block comment', 'SELECT /* ; */ 1;', ['SELECT /* ; */ 1']],
    ['a quote in a comment', "-- don't\nSELECT 1; SELECT 2", ["-- don't\nSELECT 1", 'SELECT 2']],
    ['a comment sign in a string', "SELECT '--;', '/*;' ; SELECT 2", ["SELECT '--;', '/*;'", 'SELECT 2']],
    ['a backslash before a quote', String.raw`SELECT '\';'; SELECT 2`, [String.raw`SELECT '\';'`, 'SELECT 2']],
    ['a backslash before the closing quote', String.raw`SELECT '\\'; SELECT 2`, [String.raw`SELECT '\\'`, 'SELECT 2']],
    ['a doubled quote', "SELECT 'it''s; so'; SELECT 2", ["SELECT 'it''s; so'", 'SELECT 2']],
    ['quoted names', 'SELECT `a;b`, "c;d"; SELECT 2', ['SELECT `a;b`, "c;d"', 'SELECT 2']],
    ['a heredoc', "SELECT $doc$ it's; $other$ $doc$; SELECT 2", ["SELECT $doc$ it's; $other$ $doc$", 'SELECT 2']],
    ['a dollar alone', 'SELECT a$b; SELECT 2', ['SELECT a$b', 'SELECT 2']],
    ['a minus and a division', 'SELECT 1 - 2 / 3; SELECT 2', ['SELECT 1 - 2 / 3', 'SELECT 2']],
    ['an unclosed string, left to the server to refuse', "SELECT 'a; SELECT 2", ["SELECT 'a; SELECT 2"]],
    ['an unclosed comment', 'SELECT 1; /* SELECT 2;', ['SELECT 1']],
  ])('handles %s', (_, source, statements) => {
    expect(splitStatements(source)).toEqual(statements);
  });

  it('keeps a comment in front of the statement it belongs to', () => {
    expect(splitStatements('-- why: x\nCREATE TABLE t (a Int8);')).toEqual(['-- why: x\nCREATE TABLE t (a Int8)']);
  });
});
