import type { EventSchema } from '@analytics/contracts';
import { isObject, type JsonObject } from '../json/json-object';
import { type DataRule, dataRuleOf } from './data-rule';
import { isCardNumber } from './payment-card';
import { subjectsIn } from './personal-ids';
import { Scrubber } from './scrub';

/** What stands where something is not shown. */
export const MASKED = '[masked]';

/** Attributes of an event that are shown; others may name anybody. */
const SHOWN = new Set([
  'specversion',
  'id',
  'source',
  'type',
  'time',
  'datacontenttype',
  'dataschema',
  'correlationid',
  'sentat',
]);
const ATTRIBUTE_NAME = /^[a-z0-9]{1,20}$/;
const NO_NUMBERS: ReadonlyMap<string, number> = new Map();

/**
 * A refused event for the eyes of people who mend events and need not know whose they are: its structure, and those
 * values that would be stored as they are. Whatever the schema calls personal or does not know is masked, and so is the
 * member at fault: what stands at the wrong place may be anything. Without a schema nothing of the data is shown.
 */
export function maskedEvent(event: unknown, schema: EventSchema | undefined, fault?: string): unknown {
  if (!isObject(event)) return MASKED;
  const rule = schema === undefined ? undefined : dataRuleOf(schema);
  const masker = new Masker(rule, event['data'], fault);
  return Object.fromEntries(
    Object.entries(event).map(([name, value], index): [string, unknown] => {
      if (name === 'data') return [name, rule === undefined ? MASKED : masker.value(rule, value, '/data')];
      if (!ATTRIBUTE_NAME.test(name)) return [`[unknown ${index + 1}]`, MASKED];
      return [name, SHOWN.has(name) ? masker.attribute(value, `/${name}`) : MASKED];
    }),
  );
}

class Masker {
  private readonly texts: Scrubber;

  constructor(
    rule: DataRule | undefined,
    data: unknown,
    private readonly fault: string | undefined,
  ) {
    this.texts = new Scrubber(rule !== undefined && isObject(data) ? subjectsIn(rule, data) : [], NO_NUMBERS);
  }

  attribute(value: unknown, at: string): unknown {
    return typeof value === 'string' && at !== this.fault ? this.texts.text(value) : MASKED;
  }

  value(rule: DataRule, value: unknown, at: string): unknown {
    if (rule.personal !== undefined) return MASKED;
    if (Array.isArray(value)) {
      if (rule.items === undefined) return MASKED;
      return value.map((item, index) => this.value(rule.items!, item, `${at}/${index}`));
    }
    // An object at fault is looked into: what is wrong with it is a member, or that one is missing.
    if (isObject(value)) return this.object(rule, value, at);
    if (at === this.fault) return faulty(value);
    if (typeof value === 'string') return this.texts.text(value);
    return typeof value === 'number' && isCardNumber(String(value)) ? MASKED : value;
  }

  private object(rule: DataRule, value: JsonObject, at: string): JsonObject {
    let unknown = 0;
    const shown = Object.entries(value).map(([name, inner]): [string, unknown] => {
      const known = rule.members.get(name);
      if (known !== undefined) {
        return [name, this.value(known, inner, `${at}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`)];
      }
      // The sender chose the name: it may tell as much as the value, also in a map that is open to any.
      return [`[unknown ${(unknown += 1)}]`, MASKED];
    });
    return Object.fromEntries(shown);
  }
}

/** What kind of thing is at fault, and how large: enough to see why it was refused. */
function faulty(value: unknown): string {
  if (typeof value === 'string') return `[masked text of ${[...value].length}]`;
  return value === null ? '[masked null]' : `[masked ${typeof value}]`;
}
