import { type Finding, redactPersonal } from './canary';
import type { DataRule } from './data-rule';
import { isCardNumber } from './payment-card';
import { type Subject, subjectKey, subjectOf } from './personal-ids';

type Data = Readonly<Record<string, unknown>>;

/** What was taken out beside what the schema calls personal. */
export interface ScrubReport {
  readonly findings: Finding[];
}

export interface Scrubbed {
  readonly data: Data;
  readonly report: ScrubReport;
}

/** An id that may stand in a text, and what stands there instead. */
interface Told {
  readonly id: string;
  readonly kind: Subject['kind'];
  readonly number: number | undefined;
}

// Shorter ids occur in texts by chance.
const TELLING_LENGTH = 8;
const FEW = 4;
const NOTHING_KNOWN: DataRule = { members: new Map() };

/**
 * What is stored of an event: what its schema knows, with integers for ids of people, length and word count for free
 * texts, and neither ids nor addresses nor numbers of people in any text that stays. `subjects` are the people the event
 * names, `numbers` their pseudonyms by subject key; who has none is left out.
 */
export class Scrubber {
  private readonly report: ScrubReport = { findings: [] };
  private readonly names: readonly Told[];
  private readonly shortest: number;

  constructor(
    subjects: readonly Subject[],
    private readonly numbers: ReadonlyMap<string, number>,
  ) {
    const names: Told[] = [];
    let shortest = Infinity;
    for (const subject of subjects) {
      const { kind, id } = subject;
      const number = numbers.get(subjectKey(subject));
      if (id.length >= TELLING_LENGTH) shortest = Math.min(shortest, id.length);
      names.push({ kind, id, number });
    }
    this.names = names;
    this.shortest = shortest;
  }

  data(rule: DataRule, data: Data): Scrubbed {
    return { data: this.object(rule, data), report: this.report };
  }

  /** A text outside the data that is stored too: the identity, a correlation id. */
  text(text: string): string {
    const { text: clean, found } = redactPersonal(text.length < this.shortest ? text : this.withoutNames(text));
    if (found.length > 0) this.report.findings.push(...found);
    return clean;
  }

  private withoutNames(text: string): string {
    let rest = text;
    for (const told of this.names) {
      if (told.id.length >= TELLING_LENGTH && mayHold(rest, told.id)) rest = replaceAll(rest, told);
    }
    return rest;
  }

  private object(rule: DataRule, data: Data): Data {
    const kept: Record<string, unknown> = {};
    for (const name in data) {
      const known = rule.members.get(name);
      if (known !== undefined) this.member(known, name, data[name], kept);
      else if (rule.others !== undefined) this.openMember(rule.others, name, data[name], kept);
    }
    return kept;
  }

  private member(rule: DataRule, name: string, value: unknown, kept: Record<string, unknown>): void {
    switch (rule.personal) {
      case undefined:
        put(kept, name, this.value(rule, name, value));
        return;
      case 'pseudonym': {
        const number = this.pseudonym(name, value);
        if (number !== undefined) put(kept, name, number);
        return;
      }
      case 'text':
        if (typeof value !== 'string') return;
        put(kept, `${name}Length`, [...value].length);
        put(kept, `${name}Words`, value.match(WORD)?.length ?? 0);
        return;
      case 'drop':
      case 'geo':
      case 'agent':
        return;
    }
  }

  /** In an open map the sender chooses the names, and a number may be anything. */
  private openMember(rule: DataRule, name: string, value: unknown, kept: Record<string, unknown>): void {
    const clean = this.text(name);
    if (clean !== name) return;
    if (typeof value !== 'number' || !isCardNumber(String(value))) {
      this.member(rule, name, value, kept);
      return;
    }
    this.report.findings.push('card');
    put(kept, name, '[card]');
  }

  private value(rule: DataRule, name: string, value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value)) return this.object(rule, value as Data);
    const items = rule.items ?? NOTHING_KNOWN;
    // A property holds the length of one text, not of many.
    if (items.personal === 'text') return [];
    return value.flatMap((item): unknown[] => {
      const kept: Record<string, unknown> = {};
      this.member(items, name, item, kept);
      return Object.values(kept);
    });
  }

  private pseudonym(name: string, value: unknown): number | number[] | undefined {
    if (Array.isArray(value)) {
      return value.map((item) => this.pseudonym(name, item)).filter((number) => typeof number === 'number');
    }
    const subject = subjectOf(name, value);
    // Who is pseudonymised is nearly always among the few the event was said to name.
    if (subject !== undefined && this.names.length <= FEW) {
      for (const { kind, id, number } of this.names) if (id === subject.id && kind === subject.kind) return number;
    }
    return subject === undefined ? undefined : this.numbers.get(subjectKey(subject));
  }
}

const WORD = /[\p{L}\p{N}]+/gu;

/** A name that is set, not understood: `__proto__` is a member like others. */
function put(kept: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(kept, name, { value, enumerable: true, configurable: true, writable: true });
  } else kept[name] = value;
}

/** False when the id is not in the text for certain: texts of one length are the same or differ, mostly at the end. */
function mayHold(text: string, id: string): boolean {
  if (text.length !== id.length) return text.length > id.length;
  const last = text.charCodeAt(text.length - 1);
  const other = id.charCodeAt(id.length - 1);
  return last > 0x7f || other > 0x7f || (last | 0x20) === (other | 0x20);
}

function replaceAll(text: string, { id, kind, number }: Told): string {
  const lower = text.toLowerCase();
  const wanted = id.toLowerCase();
  const name = `${kind}-${number ?? 'unknown'}`;
  // Folding may change the length of a text in rare alphabets; then only the exact writing can be found.
  if (lower.length !== text.length) return text.replaceAll(id, name);
  let result = '';
  let at = 0;
  for (let hit = lower.indexOf(wanted); hit !== -1; hit = lower.indexOf(wanted, at)) {
    result += text.slice(at, hit) + name;
    at = hit + wanted.length;
  }
  return at === 0 ? text : result + text.slice(at);
}
