import { LETTER_STATUSES } from '../api/records';

/** What a list of refused events is narrowed by, as the address of the page tells it: plain texts. */
export interface LetterFilter {
  readonly reason?: string;
  readonly type?: string;
  readonly source?: string;
  readonly stage?: string;
  /** `all` or one of the states; open ones when nothing is said. */
  readonly status?: string;
  readonly key?: string;
  readonly text?: string;
  readonly from?: string;
  readonly until?: string;
  /** Records chosen one by one, comma separated; nothing else counts beside them. */
  readonly ids?: string;
}

export interface LetterSearch extends LetterFilter {
  readonly cursor?: string;
}

const CONDITIONS = ['reason', 'type', 'source', 'stage', 'key', 'text', 'from', 'until', 'ids'] as const;
const RECORD_ID = /^[0-9a-f]{64}$/;
/** What may be chosen one by one: more than a page of them is better told by a filter. */
export const MOST_CHOSEN = 50;

export const STAGES = ['ingest', 'validate', 'enrich', 'dwh', 'lake'] as const;

/** From the address: what cannot be a condition is left out, so an old or mangled link still opens. */
export function letterSearchOf(given: Readonly<Record<string, unknown>>): LetterSearch {
  const read: Record<string, string> = {};
  for (const name of [...CONDITIONS, 'cursor'] as const) {
    const text = given[name];
    if (typeof text === 'string' && text.trim() !== '' && fits(name, text)) read[name] = text;
  }
  const { status } = given;
  if (status === 'all' || LETTER_STATUSES.some((known) => known === status)) read['status'] = status as string;
  return read;
}

function fits(name: string, text: string): boolean {
  if (name === 'from' || name === 'until') return !Number.isNaN(Date.parse(text));
  if (name === 'stage') return STAGES.some((stage) => stage === text);
  if (name === 'ids') return idsIn(text).every((id) => RECORD_ID.test(id)) && idsIn(text).length <= MOST_CHOSEN;
  return true;
}

export const idsIn = (ids: string | undefined): string[] => (ids === undefined || ids === '' ? [] : ids.split(','));

/** Parameters of the list: open records unless another state, or all of them, are asked for. */
export function listQueryOf({ status = 'open', ids: _, ...rest }: LetterSearch): Record<string, string> {
  return { ...rest, ...(status !== 'all' && { status }) };
}

/** Parameters of the sums: they know neither key nor words nor single records. */
export function summaryQueryOf(filter: LetterFilter, groupBy: string): Record<string, string> {
  const { key: _, text: __, ids: ___, status = 'open', ...rest } = filter;
  return { ...rest, ...(status !== 'all' && { status }), group_by: groupBy };
}

/** What a replay or a discard is asked for: always open records, so the state is none of its conditions. */
export function choiceOf({ status: _, cursor: __, ids, ...rest }: LetterSearch): Record<string, unknown> {
  const chosen = idsIn(ids);
  return chosen.length > 0 ? { ids: chosen } : rest;
}

/** Whether the API can replay this choice: a key is only for looking. */
export const isReplayable = (filter: LetterFilter): boolean => filter.key === undefined && isNarrowed(filter);

/** Whether anything is said at all: "everything" is never changed by one press. */
export const isNarrowed = (filter: LetterFilter): boolean => CONDITIONS.some((name) => filter[name] !== undefined);

/** The search of a page from the filter an API gave or was given. */
export function searchOfChoice(choice: Readonly<Record<string, unknown>>): LetterFilter {
  const { ids, ...rest } = choice;
  return letterSearchOf({ ...rest, ...(Array.isArray(ids) && { ids: ids.join(',') }) });
}
