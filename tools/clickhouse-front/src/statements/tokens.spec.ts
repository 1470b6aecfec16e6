import { tokens } from './tokens';

const texts = (statement: string) =>
  [...tokens(Buffer.from(statement).toString('latin1'))].map((token) => Buffer.from(token.text, 'latin1').toString());

describe('tokens', () => {
  it.each([
    ["SELECT 'a;b'", ['SELECT', "'a;b'"]],
    ["SELECT 'it''s; \\'; ' x", ['SELECT', "'it''s; \\'; '", 'x']],
    ['SELECT "a;" `b;` x', ['SELECT', '"a;"', '`b;`', 'x']],
    ['SELECT ‘a;b’ “c;d”', ['SELECT', '‘a;b’', '“c;d”']],
    ['SELECT $x$ ; $ $$ $x$', ['SELECT', '$x$ ; $ $$ $x$']],
    ['SELECT a$b$c', ['SELECT', 'a$b$c']],
    ['SELECT 1 -- ; x\n, 2', ['SELECT', '1', ',', '2']],
    ['SELECT 1 // ; x\n, 2', ['SELECT', '1', ',', '2']],
    ['SELECT 1 # ; x\n#! ; y\n, 2', ['SELECT', '1', ',', '2']],
    ['SELECT /* /* ; */ ; */ 1', ['SELECT', '1']],
    ['SELECT 1 /* never closed ;', ['SELECT', '1']],
    ["SELECT 'never closed ;", ['SELECT', "'never closed ;"]],
    ['SELECT 1--1\n;', ['SELECT', '1', ';']],
    ['SELECT 3 - -1', ['SELECT', '3', '-', '-', '1']],
  ])('reads %j as the engine does', (statement, expected) => {
    expect(texts(statement)).toEqual(expected);
  });

  it('says how many brackets are open', () => {
    const depths = [...tokens('f(a, [b], {c}) d')].map((token) => [token.text, token.depth]);
    expect(Object.fromEntries(depths)).toMatchObject({ f: 0, a: 1, b: 2, c: 2, d: 0, ')': 0 });
  });
});
