import { isMembers, type Members, parentOf, pointerOf, sameJson, valueAt } from './pointer';

/** One step of RFC 6902, as far as this page writes them. */
export type PatchStep =
  | { readonly op: 'add' | 'replace'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move'; readonly from: string; readonly path: string };

/**
 * The steps that make `after` of `before`, as few and as small as they can be. A member that vanished here and appeared
 * there with the same value has moved: for other records, whose values are others, that is what was meant.
 */
export function patchBetween(before: unknown, after: unknown): PatchStep[] {
  return changes(before, after, []);
}

function changes(before: unknown, after: unknown, at: readonly (string | number)[]): PatchStep[] {
  if (sameJson(before, after)) return [];
  if (isMembers(before) && isMembers(after)) return memberChanges(before, after, at);
  if (Array.isArray(before) && Array.isArray(after)) return itemChanges(before, after, at);
  return [{ op: 'replace', path: pointerOf(at), value: after }];
}

function memberChanges(before: Members, after: Members, at: readonly (string | number)[]): PatchStep[] {
  const gone = Object.keys(before).filter((name) => !Object.hasOwn(after, name));
  const come = Object.keys(after).filter((name) => !Object.hasOwn(before, name));
  const moved = new Map<string, string>();
  for (const name of gone) {
    const target = onlyOne(come, (other) => sameJson(after[other], before[name]));
    // Two members of the same value could each be the one that moved: nothing is guessed.
    if (target !== undefined && onlyOne(gone, (other) => sameJson(before[other], before[name])) !== undefined) {
      moved.set(name, target);
    }
  }
  const arrived = new Set(moved.values());
  return [
    ...[...moved].map(([from, to]): PatchStep => ({
      op: 'move',
      from: pointerOf([...at, from]),
      path: pointerOf([...at, to]),
    })),
    ...gone
      .filter((name) => !moved.has(name))
      .map((name): PatchStep => ({ op: 'remove', path: pointerOf([...at, name]) })),
    ...come
      .filter((name) => !arrived.has(name))
      .map((name): PatchStep => ({ op: 'add', path: pointerOf([...at, name]), value: after[name] })),
    ...Object.keys(before)
      .filter((name) => Object.hasOwn(after, name))
      .flatMap((name) => changes(before[name], after[name], [...at, name])),
  ];
}

/** Equal ends stay; what lies between is changed in place, then shortened from its end or lengthened. */
function itemChanges(
  before: readonly unknown[],
  after: readonly unknown[],
  at: readonly (string | number)[],
): PatchStep[] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && sameJson(before[head], after[head])) head += 1;
  let tail = 0;
  while (tail < shorter - head && sameJson(before.at(-1 - tail), after.at(-1 - tail))) tail += 1;
  const [ends, wanted] = [before.length - tail, after.length - tail];
  const both = Math.min(ends, wanted);
  const steps: PatchStep[] = [];
  for (let index = head; index < both; index += 1) {
    steps.push(...changes(before[index], after[index], [...at, index]));
  }
  for (let index = ends - 1; index >= both; index -= 1) steps.push({ op: 'remove', path: pointerOf([...at, index]) });
  for (let index = both; index < wanted; index += 1) {
    steps.push({ op: 'add', path: pointerOf([...at, index]), value: after[index] });
  }
  return steps;
}

function onlyOne(names: readonly string[], fits: (name: string) => boolean): string | undefined {
  const found = names.filter(fits);
  return found.length === 1 ? found[0] : undefined;
}

export type Applied =
  | { readonly ok: true; readonly document: unknown }
  /** Nothing was applied: the step at `step` does not fit the document. */
  | { readonly ok: false; readonly step: number };

/** What becomes of one document: the preview beside the editor. What counts is what the server says of all of them. */
export function applyPatch(document: unknown, steps: readonly PatchStep[]): Applied {
  let now: unknown = structuredClone(document);
  for (const [at, step] of steps.entries()) {
    const next = applied(now, step);
    if (next === undefined) return { ok: false, step: at };
    now = next.document;
  }
  return { ok: true, document: now };
}

interface Document {
  readonly document: unknown;
}

function applied(document: unknown, step: PatchStep): Document | undefined {
  switch (step.op) {
    case 'add':
      return put(document, step.path, step.value, true);
    case 'replace':
      return valueAt(document, step.path) === undefined ? undefined : put(document, step.path, step.value, false);
    case 'remove':
      return without(document, step.path);
    case 'move': {
      const value = valueAt(document, step.from);
      const rest = value === undefined ? undefined : without(document, step.from);
      return rest && put(rest.document, step.path, value, true);
    }
  }
}

/** Changes in place: the document is a copy of ours. */
function put(document: unknown, path: string, value: unknown, isNew: boolean): Document | undefined {
  if (path === '') return { document: value };
  const { parent, name } = parentOf(path);
  const place = valueAt(document, parent);
  if (Array.isArray(place)) {
    const index = name === '-' ? place.length : Number(name);
    if (!Number.isInteger(index) || index < 0 || index > place.length) return undefined;
    place.splice(index, isNew ? 0 : 1, value);
    return { document };
  }
  if (!isMembers(place)) return undefined;
  (place as Record<string, unknown>)[name] = value;
  return { document };
}

function without(document: unknown, path: string): Document | undefined {
  if (path === '' || valueAt(document, path) === undefined) return undefined;
  const { parent, name } = parentOf(path);
  const place = valueAt(document, parent);
  if (Array.isArray(place)) place.splice(Number(name), 1);
  else delete (place as Record<string, unknown>)[name];
  return { document };
}
