import type { PatchStep } from './patch';
import { isMembers } from './pointer';

/** How the API writes a value it does not show: `[masked]`, `[masked text of 5]`; and a member whose name it does not: `[unknown 1]`. */
const MASK = /^\[masked(?: [a-z0-9 ]+)?\]$|^\[masked\] \d+ bytes$/;
const HIDDEN_NAME = /^\[unknown \d+\]$/;

export const isMasked = (value: unknown): boolean => typeof value === 'string' && MASK.test(value);
export const isHiddenName = (name: string): boolean => HIDDEN_NAME.test(name);

/** Whether a step would write a mask into events, or names a member by a name that it does not have. */
export function touchesMask(step: PatchStep): boolean {
  const names = [step.path, ...('from' in step ? [step.from] : [])].flatMap((pointer) => pointer.split('/'));
  return names.some(isHiddenName) || ('value' in step && holdsMask(step.value));
}

function holdsMask(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(holdsMask);
  if (!isMembers(value)) return isMasked(value);
  return Object.entries(value).some(([name, inner]) => isHiddenName(name) || holdsMask(inner));
}
