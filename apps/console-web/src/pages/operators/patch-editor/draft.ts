import { touchesMask } from '../json/mask';
import { patchBetween, type PatchStep } from '../json/patch';
import { EMPTY_CHANGE, type FormChange, parsed, stepsOf } from '../json/patch-form';
import { isMembers } from '../json/pointer';

export const WAYS = ['none', 'form', 'edit', 'patch'] as const;
/** How a person says what is to be changed. */
export type Way = (typeof WAYS)[number];

export interface Draft {
  readonly changes: readonly FormChange[];
  /** The sample as it was edited; undefined until it is touched. */
  readonly edited: string | undefined;
  readonly patch: string;
}

export const EMPTY_DRAFT: Draft = { changes: [EMPTY_CHANGE], edited: undefined, patch: '[]' };

export type DraftProblem = 'jsonWrong' | 'patchWrong' | 'masked' | 'pointer_protected';

/** The patch a draft comes to; without steps while it says nothing, or nothing that can be sent. */
export interface DraftPatch {
  readonly steps: readonly PatchStep[];
  readonly problem?: DraftProblem;
}

const OPERATIONS = ['add', 'remove', 'replace', 'move', 'copy', 'test'];
const IDENTITY: readonly string[] = ['/id', '/source'];

export const wayOf = (text: string | undefined): Way => WAYS.find((way) => way === text) ?? 'none';

export function patchOf(way: Way, draft: Draft, sample: unknown): DraftPatch {
  switch (way) {
    case 'none':
      return { steps: [] };
    case 'form':
      return checked(stepsOf(draft.changes) ?? []);
    case 'edit':
      return edited(draft.edited, sample);
    case 'patch':
      return written(draft.patch);
  }
}

function edited(text: string | undefined, sample: unknown): DraftPatch {
  if (text === undefined) return { steps: [] };
  const document = parsed(text);
  return document.ok ? checked(patchBetween(sample, document.value)) : { steps: [], problem: 'jsonWrong' };
}

function written(text: string): DraftPatch {
  const document = parsed(text);
  if (!document.ok) return { steps: [], problem: 'jsonWrong' };
  const steps = document.value;
  if (!Array.isArray(steps) || !steps.every(isStep)) return { steps: [], problem: 'patchWrong' };
  return checked(steps as PatchStep[]);
}

function isStep(step: unknown): boolean {
  if (!isMembers(step) || !OPERATIONS.some((op) => op === step['op'])) return false;
  return typeof step['path'] === 'string';
}

function checked(steps: readonly PatchStep[]): DraftPatch {
  if (steps.some(touchesMask)) return { steps, problem: 'masked' };
  const moved = steps.some((step) => IDENTITY.includes(step.path) || ('from' in step && IDENTITY.includes(step.from)));
  return moved ? { steps, problem: 'pointer_protected' } : { steps };
}
