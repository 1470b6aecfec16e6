import type { PatchStep } from './patch';
import { parentOf, pointerOf, segmentsOf } from './pointer';

export const VALUE_KINDS = ['text', 'number', 'boolean', 'null', 'json'] as const;
export type ValueKind = (typeof VALUE_KINDS)[number];

export const CHANGE_KINDS = ['set', 'remove', 'rename'] as const;

/** One line of the form: the same change for every selected record. */
export interface FormChange {
  readonly kind: (typeof CHANGE_KINDS)[number];
  readonly pointer: string;
  /** Of `set`. */
  readonly valueKind: ValueKind;
  readonly text: string;
  /** Of `rename`: the new name, in the same place. */
  readonly name: string;
}

/** What keeps a line from being a step of a patch; the page says it in words. */
export type FormProblem = 'pointer_wrong' | 'pointer_protected' | 'value_wrong' | 'name_missing' | 'name_same';

export type FormStep =
  { readonly ok: true; readonly step: PatchStep } | { readonly ok: false; readonly problem: FormProblem };

export const EMPTY_CHANGE: FormChange = { kind: 'set', pointer: '/data/', valueKind: 'text', text: '', name: '' };

const POINTER = /^(?:\/(?:[^~/]|~[01])+)+$/;
/** By these an event is the one it is: with others it would be another event, and the API refuses it. */
const IDENTITY: readonly string[] = ['/id', '/source'];

export function stepOf({ kind, pointer, valueKind, text, name }: FormChange): FormStep {
  if (!POINTER.test(pointer)) return wrong('pointer_wrong');
  if (IDENTITY.includes(pointer)) return wrong('pointer_protected');
  if (kind === 'remove') return right({ op: 'remove', path: pointer });
  if (kind === 'rename') {
    if (name === '') return wrong('name_missing');
    if (segmentsOf(pointer).at(-1) === name) return wrong('name_same');
    return right({ op: 'move', from: pointer, path: `${parentOf(pointer).parent}${pointerOf([name])}` });
  }
  const value = valueOf(valueKind, text);
  // `add` sets a member whether it is there or not: of many records some may lack it.
  return value.ok ? right({ op: 'add', path: pointer, value: value.value }) : wrong('value_wrong');
}

/** All steps, or undefined while a line is wrong. */
export function stepsOf(changes: readonly FormChange[]): PatchStep[] | undefined {
  const steps = changes.map(stepOf);
  return steps.every((each) => each.ok) ? steps.map(({ step }) => step) : undefined;
}

type Value = { readonly ok: true; readonly value: unknown } | { readonly ok: false };

function valueOf(kind: ValueKind, text: string): Value {
  switch (kind) {
    case 'text':
      return { ok: true, value: text };
    case 'null':
      return { ok: true, value: null };
    case 'boolean':
      return { ok: true, value: text === 'true' };
    case 'number': {
      const number = Number(text.trim());
      return text.trim() !== '' && Number.isFinite(number) ? { ok: true, value: number } : { ok: false };
    }
    case 'json':
      return parsed(text);
  }
}

/** JSON, or that it is none. */
export function parsed(text: string): Value {
  try {
    return { ok: true, value: JSON.parse(text) as unknown };
  } catch {
    return { ok: false };
  }
}

const right = (step: PatchStep): FormStep => ({ ok: true, step });
const wrong = (problem: FormProblem): FormStep => ({ ok: false, problem });
