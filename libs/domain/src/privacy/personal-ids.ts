import type { DataRule } from './data-rule';
import { isUuid } from './uuid';

/** An id of a person or of a person's device, as it came. */
export interface Subject {
  readonly kind: 'user' | 'device';
  readonly id: string;
}

type Data = Readonly<Record<string, unknown>>;

const OF_DEVICES = /anonymous|device/i;

export const subjectKey = ({ kind, id }: Subject): string => (kind === 'user' ? `user:${id}` : `device:${id}`);

/** Which subject a pseudonymous property names: its name tells a device from an account; UUIDs are one in any case. */
export function subjectOf(name: string, value: unknown): Subject | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const text = String(value);
  if (text === '') return undefined;
  return { kind: kindOf(name), id: isUuid(text) ? text.toLowerCase() : text };
}

/** Nearly all ids stand under these two names. */
function kindOf(name: string): Subject['kind'] {
  if (name === 'userId') return 'user';
  return name === 'anonymousId' || OF_DEVICES.test(name) ? 'device' : 'user';
}

/** Who did it: the account and the device of the event itself. */
export function actorsOf(rule: DataRule, data: Data): { user: Subject | undefined; device: Subject | undefined } {
  const named = (name: string): Subject | undefined =>
    rule.members.get(name)?.personal === 'pseudonym' ? subjectOf(name, data[name]) : undefined;
  return { user: named('userId'), device: named('anonymousId') };
}

/** Everyone the data names, at any depth: those who did it and those it was done to. */
export function subjectsIn(rule: DataRule, data: Data): Subject[] {
  const found: Subject[] = [];
  collect(rule, '', data, found);
  if (found.length < 2) return found;
  return found.length === 2 ? different(found) : [...new Map(found.map((each) => [subjectKey(each), each])).values()];
}

function collect(rule: DataRule, name: string, value: unknown, found: Subject[]): void {
  if (Array.isArray(value)) {
    const each = rule.personal === 'pseudonym' ? rule : rule.items;
    if (each !== undefined) for (const item of value) collect(each, name, item, found);
  } else if (rule.personal === 'pseudonym') {
    const subject = subjectOf(name, value);
    if (subject !== undefined) found.push(subject);
  } else if (typeof value === 'object' && value !== null) {
    for (const member in value) {
      const known = rule.members.get(member) ?? rule.others;
      if (known !== undefined) collect(known, member, (value as Data)[member], found);
    }
  }
}

/** Most events name an account and a device. */
function different(both: Subject[]): Subject[] {
  const [one, other] = both;
  return one!.kind === other!.kind && one!.id === other!.id ? both.slice(0, 1) : both;
}
