import { type Checked, passed, type Refusal, refused } from '../events/verdict';
import { JsonScan, type TextTraits, traitsOf } from './json-scan';
import { isUnbent, plainSpan } from './plain-json';

export interface JsonLimits {
  /** Levels of nesting one value may have; the value itself is the first. */
  readonly depth: number;
  /** Values an array may bring; of a longer one only the length is told. */
  readonly items: number;
}

/** One value of a text, with its own verdict: a fault says nothing about its neighbours. */
export interface JsonItem {
  readonly value: unknown;
  /** The value as it was written. */
  readonly text: string;
  readonly fault?: Refusal;
}

export interface StrictJson {
  /** Whether the text is an array, so that its elements are the items. */
  readonly batch: boolean;
  readonly count: number;
  /** Empty when there are more than the limit. */
  readonly items: readonly JsonItem[];
}

/**
 * Reads one value or an array of values. Text outside the grammar is refused as a whole; within it each value is judged
 * alone for what JSON.parse lets pass or bends: names given twice, `__proto__`, numbers a double cannot hold, lone
 * surrogates, NUL, depth.
 */
export function strictJson(text: string, limits: JsonLimits): Checked<StrictJson> {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const { value } = parsed;
  if (!Array.isArray(value)) {
    return passed({ batch: false, count: 1, items: [itemAt(text, startOfValue(text, 0), value, limits.depth).item] });
  }
  const items = value.length > limits.items ? [] : elements(text, value, limits.depth);
  return passed({ batch: true, count: value.length, items });
}

/** One value and its verdict, an array being a value like any other: what a record of a topic holds. */
export function strictValue(text: string, depth: number): Checked<unknown> {
  const parsed = parse(text);
  if (!parsed.ok) return parsed;
  const { fault } = itemAt(text, startOfValue(text, 0), parsed.value, depth).item;
  return fault === undefined ? parsed : { ok: false, refusal: fault };
}

function parse(text: string): Checked<unknown> {
  try {
    return passed(JSON.parse(text) as unknown);
  } catch {
    // The engine's message quotes the text, which may be personal.
    return refused('MALFORMED_JSON', 'is not JSON', '');
  }
}

function elements(text: string, values: readonly unknown[], depth: number): JsonItem[] {
  const traits = traitsOf(text);
  let at = text.indexOf('[') + 1;
  return values.map((value) => {
    const { item, end } = itemAt(text, startOfValue(text, at), value, depth, traits);
    at = text.indexOf(',', end) + 1;
    return item;
  });
}

function itemAt(
  text: string,
  start: number,
  value: unknown,
  depth: number,
  traits: TextTraits = traitsOf(text),
): { item: JsonItem; end: number } {
  if (!traits.suspicious) {
    const { end, quotes } = plainSpan(text, start);
    const own = start === 0 && end === text.length ? text : text.slice(start, end);
    if (isUnbent(value, quotes, depth, own)) return { item: { value, text: own }, end };
  }
  const scan = new JsonScan(text, start, depth, traits);
  const end = scan.run();
  const own = text.slice(start, end);
  return { item: scan.fault === undefined ? { value, text: own } : { value, text: own, fault: scan.fault }, end };
}

function startOfValue(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 0x20) at += 1;
  return at;
}
