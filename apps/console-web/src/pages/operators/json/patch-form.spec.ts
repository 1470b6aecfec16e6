import { EMPTY_CHANGE, type FormChange, type FormProblem, stepOf, stepsOf } from './patch-form';
import type { PatchStep } from './patch';

const change = (given: Partial<FormChange>): FormChange => ({ ...EMPTY_CHANGE, pointer: '/data/price', ...given });

describe('a change for all selected records', () => {
  it.each<[string, Partial<FormChange>, PatchStep]>([
    ['sets a text', { text: '12' }, { op: 'add', path: '/data/price', value: '12' }],
    ['sets an empty text', { text: '' }, { op: 'add', path: '/data/price', value: '' }],
    ['sets a number', { valueKind: 'number', text: ' 12.5 ' }, { op: 'add', path: '/data/price', value: 12.5 }],
    ['sets true', { valueKind: 'boolean', text: 'true' }, { op: 'add', path: '/data/price', value: true }],
    ['sets null', { valueKind: 'null' }, { op: 'add', path: '/data/price', value: null }],
    ['sets JSON', { valueKind: 'json', text: '{"a":[1]}' }, { op: 'add', path: '/data/price', value: { a: [1] } }],
    ['removes', { kind: 'remove' }, { op: 'remove', path: '/data/price' }],
    ['renames in its place', { kind: 'rename', name: 'a/b' }, { op: 'move', from: '/data/price', path: '/data/a~1b' }],
  ])('%s', (_, given, step) => {
    expect(stepOf(change(given))).toEqual({ ok: true, step });
  });

  it.each<[Partial<FormChange>, FormProblem]>([
    [{ pointer: '/data/' }, 'pointer_wrong'],
    [{ pointer: 'data/price' }, 'pointer_wrong'],
    [{ pointer: '/data/a~2' }, 'pointer_wrong'],
    [{ pointer: '/id' }, 'pointer_protected'],
    [{ pointer: '/source', kind: 'remove' }, 'pointer_protected'],
    [{ valueKind: 'number', text: 'twelve' }, 'value_wrong'],
    [{ valueKind: 'number', text: '' }, 'value_wrong'],
    [{ valueKind: 'json', text: '{' }, 'value_wrong'],
    [{ kind: 'rename' }, 'name_missing'],
    [{ kind: 'rename', name: 'price' }, 'name_same'],
  ])('that cannot be one is told: %j', (given, problem) => {
    expect(stepOf(change(given))).toEqual({ ok: false, problem });
    expect(stepsOf([change({ text: 'x' }), change(given)])).toBeUndefined();
  });
});
