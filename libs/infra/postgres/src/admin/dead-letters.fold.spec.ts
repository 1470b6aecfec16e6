import { aLetter, sha256 } from '../fixtures/letters.fixture';
import { foldLetters, type KnownLetters } from './dead-letters.fold';
import { draftsJson } from './dead-letters.rows';

const NOTHING: KnownLetters = { letters: new Map(), identities: new Map() };
const id = (name: string) => sha256(`letter ${name}`);
/** The same event as `of`, refused again: another record of the topic, so another letter. */
const again = (of: string, name: string, more = {}) => ({
  ...aLetter(of, { dlq_id: id(name), last_seen: '2026-11-20T11:00:00.000Z', ...more }),
});

describe('a batch of dead letters', () => {
  it('makes a record of each event, and none of a letter that comes twice', () => {
    const { drafts, repeats, counts } = foldLetters([aLetter('a'), aLetter('b'), aLetter('a')], NOTHING);
    expect(drafts.map((draft) => [draft.id, draft.attempts])).toEqual([
      [id('a'), 1],
      [id('b'), 1],
    ]);
    expect(repeats).toEqual([]);
    expect(counts).toEqual({ added: 2, repeated: 0, reopened: 0, known: 1 });
  });

  it('raises the attempts of a record whose event is refused again for the same reason', () => {
    const { drafts, repeats } = foldLetters([aLetter('a'), again('a', 'a2')], NOTHING);
    expect(drafts).toHaveLength(1);
    expect(drafts[0]).toMatchObject({ id: id('a'), added: true, attempts: 2, lastSeen: '2026-11-20T11:00:00.000Z' });
    expect(drafts[0]!.incoming.letter.dlq_id).toBe(id('a'));
    expect(repeats).toEqual([[id('a2'), id('a')]]);
  });

  it.each([
    ['another reason', { reason_code: 'ID_CONFLICT' }],
    ['other bytes', { raw_sha256: sha256('other') }],
    ['another source', { event_source: '/other' }],
  ] as const)('keeps apart what has %s', (_, more) => {
    expect(foldLetters([aLetter('a'), again('a', 'a2', more)], NOTHING).drafts).toHaveLength(2);
  });

  it('takes letters without an event in them for different ones', () => {
    const nameless = { event_source: null, event_id: null };
    expect(foldLetters([aLetter('a', nameless), again('a', 'a2', nameless)], NOTHING).drafts).toHaveLength(2);
  });

  it('counts into records that are there already', () => {
    const first = foldLetters([aLetter('a')], NOTHING).drafts[0]!;
    const known = { letters: new Map(), identities: new Map([[first.identity, first.id]]) };
    const { drafts, counts } = foldLetters([again('a', 'a2'), again('a', 'a3')], known);
    expect(drafts).toMatchObject([{ id: id('a'), added: false, replaces: false, attempts: 2 }]);
    expect(counts).toMatchObject({ added: 0, repeated: 2 });
  });

  it('gives a replay that failed to its parent, whatever it was refused for, with its newest content', () => {
    const failed = aLetter('patched', { reason_code: 'ID_CONFLICT', parent_dlq_id: id('a'), replay_count: 1 });
    const known = { letters: new Map([[id('a'), id('a')]]), identities: new Map() };
    const { drafts, repeats, counts } = foldLetters([failed], known);
    expect(drafts).toMatchObject([{ id: id('a'), added: false, replaces: true, attempts: 1, incoming: failed }]);
    expect(repeats).toEqual([[id('patched'), id('a')]]);
    expect(counts.reopened).toBe(1);
  });

  it('finds the parent in the same batch, also through a letter that was counted into it', () => {
    const failed = aLetter('patched', { reason_code: 'ID_CONFLICT', parent_dlq_id: id('a2') });
    const { drafts } = foldLetters([aLetter('a'), again('a', 'a2'), failed], NOTHING);
    expect(drafts).toMatchObject([{ id: id('a'), added: true, attempts: 3, incoming: failed }]);
  });

  it('makes a record of a failed replay whose parent is gone', () => {
    const { drafts } = foldLetters([aLetter('a', { parent_dlq_id: id('gone') })], NOTHING);
    expect(drafts).toMatchObject([{ id: id('a'), added: true, replaces: false }]);
  });

  it('goes to the store as text it can keep', () => {
    const odd = aLetter('a', { message: 'nul \0 half \ud800', event_source: 'ы'.repeat(2_000) });
    const { drafts } = foldLetters([odd], NOTHING);
    const [row] = JSON.parse(draftsJson(drafts)) as { detail: string; source: string }[];
    expect(row!.detail).toBe('nul \uFFFD half \uFFFD');
    expect(Buffer.byteLength(row!.source)).toBeLessThanOrEqual(1_024);
  });
});
