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

// Shorter ids occur in texts by chance.
const TELLING_LENGTH = 8;
const NOTHING_KNOWN: DataRule = { members: new Map() };

/**
 * What is stored of an event: what its schema knows, with integers for ids of people, length and word count for free
 * texts, and neither ids nor addresses nor numbers of people in any text that stays. `subjects` are the people the event
 * names, `numbers` their pseudonyms by subject key; who has none is left out.
 */
export class Scrubber {
  private readonly report: ScrubReport = { findings: [] };
  private readonly names: readonly (readonly [string, string])[];

  constructor(
    subjects: readonly Subject[],
    private readonly numbers: ReadonlyMap<string, number>,
  ) {
    this.names = subjects
      .filter(({ id }) => id.length >= TELLING_LENGTH)
      .map((subject) => [subject.id, `${subject.kind}-${numbers.get(subjectKey(subject)) ?? 'unknown'}`]);
  }

  data(rule: DataRule, data: Data): Scrubbed {
    return { data: this.object(rule, data), report: this.report };
  }

  /** A text outside the data that is stored too: the identity, a correlation id. */
  text(text: string): string {
    const named = this.names.reduce((rest, [id, name]) => replaceAll(rest, id, name), text);
    const { text: clean, found } = redactPersonal(named);
    this.report.findings.push(...found);
    return clean;
  }

  private object(rule: DataRule, data: Data): Data {
    const kept: [string, unknown][] = [];
    for (const [name, value] of Object.entries(data)) {
      const known = rule.members.get(name);
      if (known !== undefined) kept.push(...this.member(known, name, value));
      else if (rule.others !== undefined) kept.push(...this.openMember(rule.others, name, value));
    }
    return Object.fromEntries(kept);
  }

  private member(rule: DataRule, name: string, value: unknown): [string, unknown][] {
    switch (rule.personal) {
      case undefined:
        return [[name, this.value(rule, name, value)]];
      case 'pseudonym': {
        const number = this.pseudonym(name, value);
        return number === undefined ? [] : [[name, number]];
      }
      case 'text':
        return typeof value === 'string' ? shapeOf(name, value) : [];
      case 'drop':
      case 'geo':
      case 'agent':
        return [];
    }
  }

  /** In an open map the sender chooses the names, and a number may be anything. */
  private openMember(rule: DataRule, name: string, value: unknown): [string, unknown][] {
    const clean = this.text(name);
    if (clean !== name) return [];
    if (typeof value !== 'number' || !isCardNumber(String(value))) return this.member(rule, name, value);
    this.report.findings.push('card');
    return [[name, '[card]']];
  }

  private value(rule: DataRule, name: string, value: unknown): unknown {
    if (typeof value === 'string') return this.text(value);
    if (typeof value !== 'object' || value === null) return value;
    if (!Array.isArray(value)) return this.object(rule, value as Data);
    const items = rule.items ?? NOTHING_KNOWN;
    // A property holds the length of one text, not of many.
    if (items.personal === 'text') return [];
    return value.flatMap((item) => this.member(items, name, item).map(([, kept]) => kept));
  }

  private pseudonym(name: string, value: unknown): number | number[] | undefined {
    if (Array.isArray(value)) {
      return value.map((item) => this.pseudonym(name, item)).filter((number) => typeof number === 'number');
    }
    const subject = subjectOf(name, value);
    return subject === undefined ? undefined : this.numbers.get(subjectKey(subject));
  }
}

const WORD = /[\p{L}\p{N}]+/gu;

/** How much was written, and nothing of what. */
const shapeOf = (name: string, text: string): [string, number][] => [
  [`${name}Length`, [...text].length],
  [`${name}Words`, text.match(WORD)?.length ?? 0],
];

function replaceAll(text: string, id: string, name: string): string {
  if (text.length < id.length) return text;
  const lower = text.toLowerCase();
  // Folding may change the length of a text in rare alphabets; then only the exact writing can be found.
  if (lower.length !== text.length) return text.replaceAll(id, name);
  const wanted = id.toLowerCase();
  let result = '';
  let at = 0;
  for (let hit = lower.indexOf(wanted); hit !== -1; hit = lower.indexOf(wanted, at)) {
    result += text.slice(at, hit) + name;
    at = hit + wanted.length;
  }
  return at === 0 ? text : result + text.slice(at);
}
