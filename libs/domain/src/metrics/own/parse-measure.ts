import type { Measure } from '../definitions/measure';
import { MetricDefinitionInvalid } from './own-metric-errors';

/** How a member of a measure may look. */
type Member =
  | { readonly one: readonly string[]; readonly optional?: true }
  | { readonly list: RegExp; readonly what: string; readonly optional?: true };

const TYPES = { list: /^com\.platform(\.[a-z][a-z0-9_]{0,60}){1,6}\.v[1-9][0-9]{0,2}$/, what: 'types of events' };
const KINDS = { list: /^[\w.-]{1,64}$/, what: 'kinds' };
const MOST_IN_A_LIST = 50;

/** Every measure with its members: what the words of a definition are made of. */
export const MEASURES: Readonly<Record<Measure['of'], Readonly<Record<string, Member>>>> = {
  events: { types: TYPES, kinds: { ...KINDS, optional: true }, sum: { one: ['ratings'], optional: true } },
  people: { activity: { ...TYPES, optional: true } },
  'people-window': {
    window: { one: ['last-7-days', 'last-30-days', 'iso-week', 'calendar-month'] },
    activity: { ...TYPES, optional: true },
  },
  'people-days': { activity: { ...TYPES, optional: true } },
  'people-days-window': {},
  newcomers: {},
  sales: { sum: { one: ['gross', 'discount', 'tax', 'fee', 'refund', 'chargeback', 'net', 'paid', 'units'] } },
  orders: {},
  payers: {},
  'game-sessions': { what: { one: ['sessions', 'length'] } },
  playtime: {},
  'concurrent-players': {},
  'store-sessions': {},
  wishes: { effect: { one: ['added', 'removed'] } },
  'outstanding-wishes': {},
  conversion: { from: { one: ['page', 'wish'] }, part: { one: ['converted', 'finished'] } },
  downloads: { part: { one: ['completed', 'started'] } },
  rejections: {},
  services: { what: { one: ['requests', 'errors', 'latency-p95'] } },
};

export function parseMeasure(value: unknown, pointer: string): Measure {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new MetricDefinitionInvalid(pointer, 'must be an object with the member of');
  }
  const given = value as Readonly<Record<string, unknown>>;
  const of = Object.keys(MEASURES).find((name) => name === given['of']) as Measure['of'] | undefined;
  if (of === undefined) {
    throw new MetricDefinitionInvalid(`${pointer}/of`, `must be one of: ${Object.keys(MEASURES).join(', ')}`);
  }
  const members = MEASURES[of];
  const unknown = Object.keys(given).find((name) => name !== 'of' && !Object.hasOwn(members, name));
  if (unknown !== undefined) {
    throw new MetricDefinitionInvalid(pointer, `of ${of} may only hold: ${['of', ...Object.keys(members)].join(', ')}`);
  }
  const read = Object.entries(members).map(([name, member]) => [
    name,
    memberOf(given[name], member, `${pointer}/${name}`),
  ]);
  return { of, ...Object.fromEntries(read.filter(([, text]) => text !== undefined)) } as Measure;
}

function memberOf(value: unknown, member: Member, pointer: string): string | readonly string[] | undefined {
  if (value === undefined && member.optional === true) return undefined;
  if ('one' in member) {
    const found = member.one.find((one) => one === value);
    if (found === undefined) throw new MetricDefinitionInvalid(pointer, `must be one of: ${member.one.join(', ')}`);
    return found;
  }
  const fits = (one: unknown): one is string => typeof one === 'string' && member.list.test(one);
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_IN_A_LIST || !value.every(fits)) {
    throw new MetricDefinitionInvalid(pointer, `must list 1 to ${MOST_IN_A_LIST} ${member.what}`);
  }
  return [...new Set(value)];
}
