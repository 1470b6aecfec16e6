import { DomainError } from '../errors/domain-error';
import { canonicalJson } from './canonical-json';

/** One step of RFC 6902. */
export type PatchStep =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

export type JsonPatch = readonly PatchStep[];

/** The patch itself is wrong, whatever it is applied to. */
export class PatchInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source: { readonly pointer: string };

  constructor(step: number, detail: string) {
    super(`step ${step} of the patch ${detail}`);
    this.source = { pointer: `/patch/${step}` };
  }
}

/** The patch does not fit this document; nothing of it was applied. */
export class PatchNotApplicable extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'CONFLICT';

  constructor(
    readonly step: number,
    detail: string,
  ) {
    super(`step ${step} of the patch ${detail}`);
  }
}

const FORBIDDEN: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const INDEX = /^(?:0|[1-9]\d{0,8})$/;
const POINTER = /^(?:\/(?:[^~/]|~[01])*)*$/;
const OPS = ['add', 'replace', 'test', 'remove', 'move', 'copy'] as const;

/** Checks what came from outside; members that RFC 6902 does not know are ignored, as it says. */
export function jsonPatchOf(steps: readonly unknown[]): JsonPatch {
  return steps.map((step, at): PatchStep => {
    if (typeof step !== 'object' || step === null || Array.isArray(step)) throw new PatchInvalid(at, 'is no object');
    const given = step as Readonly<Record<string, unknown>>;
    const op = OPS.find((known) => known === given['op']);
    if (op === undefined) throw new PatchInvalid(at, `needs one of the operations ${OPS.join(', ')}`);
    const path = pointerAt(at, 'path', given['path']);
    if (op === 'remove') return { op, path };
    if (op === 'move' || op === 'copy') return { op, path, from: pointerAt(at, 'from', given['from']) };
    if (!Object.hasOwn(given, 'value')) throw new PatchInvalid(at, 'needs a value');
    return { op, path, value: given['value'] };
  });
}

/** A new document; the one given stays as it is. All steps apply or none. */
export function applyPatch(document: unknown, patch: JsonPatch): unknown {
  return patch.reduce((before, step, at) => applied(before, step, at), structuredClone(document));
}

/** Whether what the pointer names lies at or below something that the patch takes out or writes anew. */
export const patchCovers = (patch: JsonPatch, pointer: string): boolean =>
  patch.some(({ op, path }) => op !== 'test' && (pointer === path || pointer.startsWith(`${path}/`)));

function pointerAt(step: number, name: string, text: unknown): string {
  if (typeof text !== 'string' || !POINTER.test(text)) throw new PatchInvalid(step, `needs a JSON pointer as ${name}`);
  if (segmentsOf(text).some((segment) => FORBIDDEN.has(segment))) {
    throw new PatchInvalid(step, `must not name ${[...FORBIDDEN].join(', ')}`);
  }
  return text;
}

const segmentsOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));

function applied(document: unknown, step: PatchStep, at: number): unknown {
  switch (step.op) {
    case 'add':
      return added(document, step.path, structuredClone(step.value), at);
    case 'remove':
      return removed(document, step.path, at);
    case 'replace':
      found(document, step.path, at);
      return step.path === ''
        ? structuredClone(step.value)
        : replaced(document, step.path, structuredClone(step.value), at);
    case 'move': {
      if (step.path.startsWith(`${step.from}/`)) throw new PatchNotApplicable(at, 'moves a value into itself');
      const value = found(document, step.from, at);
      return step.path === step.from ? document : added(removed(document, step.from, at), step.path, value, at);
    }
    case 'copy':
      return added(document, step.path, structuredClone(found(document, step.from, at)), at);
    case 'test':
      if (canonicalJson(found(document, step.path, at)) !== canonicalJson(step.value)) {
        throw new PatchNotApplicable(at, 'tests for another value');
      }
      return document;
  }
}

interface Place {
  readonly parent: Record<string, unknown> | unknown[];
  readonly name: string;
}

function placeOf(document: unknown, path: string, at: number): Place {
  const segments = segmentsOf(path);
  const name = segments.pop() as string;
  const parent = segments.reduce((within, segment) => memberOf(within, segment, at), document);
  if (typeof parent !== 'object' || parent === null) throw new PatchNotApplicable(at, 'leads into no object or array');
  return { parent: parent as Place['parent'], name };
}

function memberOf(within: unknown, segment: string, at: number): unknown {
  if (Array.isArray(within)) return within[indexIn(within, segment, within.length - 1, at)];
  if (typeof within !== 'object' || within === null || !Object.hasOwn(within, segment)) {
    throw new PatchNotApplicable(at, 'names what is not there');
  }
  return (within as Readonly<Record<string, unknown>>)[segment];
}

function indexIn(list: readonly unknown[], segment: string, most: number, at: number): number {
  const index = segment === '-' ? list.length : INDEX.test(segment) ? Number(segment) : -1;
  if (index < 0 || index > most) throw new PatchNotApplicable(at, 'names a place that the array does not have');
  return index;
}

const found = (document: unknown, path: string, at: number): unknown =>
  segmentsOf(path).reduce((within, segment) => memberOf(within, segment, at), document);

function added(document: unknown, path: string, value: unknown, at: number): unknown {
  if (path === '') return value;
  const { parent, name } = placeOf(document, path, at);
  if (Array.isArray(parent)) parent.splice(indexIn(parent, name, parent.length, at), 0, value);
  else parent[name] = value;
  return document;
}

function removed(document: unknown, path: string, at: number): unknown {
  if (path === '') return null;
  const { parent, name } = placeOf(document, path, at);
  memberOf(parent, name, at);
  if (Array.isArray(parent)) parent.splice(indexIn(parent, name, parent.length - 1, at), 1);
  else delete parent[name];
  return document;
}

function replaced(document: unknown, path: string, value: unknown, at: number): unknown {
  const { parent, name } = placeOf(document, path, at);
  if (Array.isArray(parent)) parent[indexIn(parent, name, parent.length - 1, at)] = value;
  else parent[name] = value;
  return document;
}
