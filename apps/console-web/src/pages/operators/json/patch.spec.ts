import { applyPatch, patchBetween, type PatchStep } from './patch';
import { touchesMask } from './mask';
import { sameJson } from './pointer';

describe('a patch between two documents', () => {
  const event = { id: '1', data: { gameId: 'the game', platform: 'windows', tags: ['a', 'b', 'c'] } };
  const made = (data: object) => patchBetween(event, { ...event, data });

  it('is empty when they say the same', () => {
    expect(
      patchBetween(event, { data: { tags: ['a', 'b', 'c'], platform: 'windows', gameId: 'the game' }, id: '1' }),
    ).toEqual([]);
  });

  it.each<[string, object, PatchStep[]]>([
    ['a changed value', { ...event.data, gameId: 'G' }, [{ op: 'replace', path: '/data/gameId', value: 'G' }]],
    ['a new member', { ...event.data, 'a/b~c': 1 }, [{ op: 'add', path: '/data/a~1b~0c', value: 1 }]],
    ['a removed member', { gameId: 'the game', tags: ['a', 'b', 'c'] }, [{ op: 'remove', path: '/data/platform' }]],
    [
      'a renamed member, whatever its value is in other records',
      { game: 'the game', platform: 'windows', tags: ['a', 'b', 'c'] },
      [{ op: 'move', from: '/data/gameId', path: '/data/game' }],
    ],
    ['an item that was taken out', { ...event.data, tags: ['a', 'c'] }, [{ op: 'remove', path: '/data/tags/1' }]],
    [
      'an item put between',
      { ...event.data, tags: ['a', 'x', 'b', 'c'] },
      [{ op: 'add', path: '/data/tags/1', value: 'x' }],
    ],
    [
      'another kind of value',
      { ...event.data, tags: { a: 1 } },
      [{ op: 'replace', path: '/data/tags', value: { a: 1 } }],
    ],
    ['null', { ...event.data, platform: null }, [{ op: 'replace', path: '/data/platform', value: null }]],
  ])('tells %s by one step', (_, data, steps) => {
    expect(made(data)).toEqual(steps);
  });

  it('does not guess which of two equal members was renamed', () => {
    expect(patchBetween({ a: '[masked]', b: '[masked]' }, { c: '[masked]', d: '[masked]' })).toEqual([
      { op: 'remove', path: '/a' },
      { op: 'remove', path: '/b' },
      { op: 'add', path: '/c', value: '[masked]' },
      { op: 'add', path: '/d', value: '[masked]' },
    ]);
  });

  it('leads from the one to the other, whatever they are', () => {
    const random = seeded(7);
    for (let round = 0; round < 2_000; round += 1) {
      const [before, after] = [json(random, 3), json(random, 3)];
      const result = applyPatch(before, patchBetween(before, after));
      expect(result.ok && sameJson(result.document, after)).toBe(true);
    }
  });
});

describe('applying a patch', () => {
  it('leaves the document given as it is', () => {
    const before = { a: { b: 1 } };
    expect(applyPatch(before, [{ op: 'remove', path: '/a/b' }])).toEqual({ ok: true, document: { a: {} } });
    expect(before).toEqual({ a: { b: 1 } });
  });

  it.each<[string, PatchStep]>([
    ['removes what is not there', { op: 'remove', path: '/data/none' }],
    ['replaces what is not there', { op: 'replace', path: '/data/none', value: 1 }],
    ['moves what is not there', { op: 'move', from: '/data/none', path: '/data/some' }],
    ['adds below what is no object', { op: 'add', path: '/id/name', value: 1 }],
    ['adds beyond the end of a list', { op: 'add', path: '/data/tags/9', value: 1 }],
  ])('says which step does not fit when it %s', (_, step) => {
    const document = { id: '1', data: { tags: [] } };
    expect(applyPatch(document, [{ op: 'add', path: '/ok', value: 1 }, step])).toEqual({ ok: false, step: 1 });
  });
});

describe('a step that touches what is masked', () => {
  it.each<[PatchStep, boolean]>([
    [{ op: 'replace', path: '/data', value: { userId: '[masked]' } }, true],
    [{ op: 'add', path: '/data/list', value: [1, '[masked text of 5]'] }, true],
    [{ op: 'add', path: '/data/x', value: { '[unknown 1]': 1 } }, true],
    [{ op: 'move', from: '/data/[unknown 1]', path: '/data/gameId' }, true],
    [{ op: 'move', from: '/data/userId', path: '/data/user' }, false],
    [{ op: 'add', path: '/data/note', value: 'masked' }, false],
    [{ op: 'remove', path: '/data/userId' }, false],
  ])('is known: %j', (step, expected) => {
    expect(touchesMask(step)).toBe(expected);
  });
});

function seeded(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
}

function json(random: () => number, depth: number): unknown {
  const kind = Math.floor(random() * (depth === 0 ? 3 : 5));
  const many = Math.floor(random() * 4);
  if (kind < 3) return [null, many, `text ${many}`][kind];
  if (kind === 3) return Array.from({ length: many }, () => json(random, depth - 1));
  return Object.fromEntries(
    Array.from({ length: many }, () => [`m${Math.floor(random() * 5)}`, json(random, depth - 1)]),
  );
}
