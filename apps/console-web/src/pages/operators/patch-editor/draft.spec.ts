import { EMPTY_CHANGE } from '../json/patch-form';
import { type Draft, EMPTY_DRAFT, patchOf, wayOf } from './draft';

const sample = {
  id: '1',
  source: '/s',
  data: { gameId: '[masked text of 8]', platform: 'windows', userId: '[masked]' },
};
const draft = (given: Partial<Draft>): Draft => ({ ...EMPTY_DRAFT, ...given });
const editedTo = (document: unknown) => patchOf('edit', draft({ edited: JSON.stringify(document) }), sample);

describe('a draft of a patch', () => {
  it('says nothing before it is touched', () => {
    for (const way of ['none', 'form', 'edit', 'patch'] as const) {
      expect(patchOf(way, EMPTY_DRAFT, sample)).toEqual({ steps: [] });
    }
  });

  it('is what was changed in the sample, with what is masked left as it is', () => {
    expect(editedTo({ ...sample, data: { ...sample.data, gameId: 'G' } })).toEqual({
      steps: [{ op: 'replace', path: '/data/gameId', value: 'G' }],
    });
    expect(
      editedTo({ ...sample, data: { gameId: '[masked text of 8]', platform: 'windows', user: '[masked]' } }),
    ).toEqual({
      steps: [{ op: 'move', from: '/data/userId', path: '/data/user' }],
    });
  });

  it('is not sent while it would write a mask or make another event', () => {
    expect(editedTo({ ...sample, data: [sample.data] })).toMatchObject({ problem: 'masked' });
    expect(editedTo({ ...sample, id: '2' })).toMatchObject({ problem: 'pointer_protected' });
    expect(patchOf('patch', draft({ patch: '[{"op":"move","from":"/id","path":"/data/id"}]' }), sample)).toMatchObject({
      problem: 'pointer_protected',
    });
  });

  it('tells what cannot be read', () => {
    expect(patchOf('edit', draft({ edited: '{' }), sample)).toEqual({ steps: [], problem: 'jsonWrong' });
    expect(patchOf('patch', draft({ patch: '{"op":"add"}' }), sample)).toEqual({ steps: [], problem: 'patchWrong' });
    expect(patchOf('patch', draft({ patch: '[{"op":"zap","path":"/a"}]' }), sample)).toEqual({
      steps: [],
      problem: 'patchWrong',
    });
  });

  it('of the form has steps once every line is right', () => {
    const right = { ...EMPTY_CHANGE, pointer: '/data/platform', text: 'linux' };
    expect(patchOf('form', draft({ changes: [right] }), sample).steps).toHaveLength(1);
    expect(patchOf('form', draft({ changes: [right, EMPTY_CHANGE] }), sample)).toEqual({ steps: [] });
  });

  it('is made in a way that there is', () => {
    expect([wayOf('edit'), wayOf('other'), wayOf(undefined)]).toEqual(['edit', 'none', 'none']);
  });
});
