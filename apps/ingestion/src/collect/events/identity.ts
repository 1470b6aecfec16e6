import { EVENT_LIMITS } from '@analytics/contracts';
import { isObject } from '@analytics/domain';

export interface Identity {
  readonly id: string;
  readonly source: string;
  readonly type: string;
}

/** What tells an event apart from others, whatever else is wrong with it. */
export function identityOf(event: unknown): Identity | undefined {
  if (!isObject(event)) return undefined;
  const { id, source, type } = event;
  if (!isText(id, EVENT_LIMITS.idLength) || !isText(source, EVENT_LIMITS.sourceLength)) return undefined;
  return { id, source, type: typeof type === 'string' ? type : '' };
}

/** One name per identity: the length keeps two texts from running into each other. */
export const nameOf = ({ source, id }: Pick<Identity, 'source' | 'id'>): string => `${source.length}:${source}${id}`;

/** Beyond this a record would not fit its topic, nor its copy the dead letters'. */
const KEPT_BYTES = 1024 * 1024;

/** An event that is too large, as far as it can be kept: whole, or its attributes alone. */
export function withoutData(text: string, event: Readonly<Record<string, unknown>>): string {
  if (Buffer.byteLength(text) <= KEPT_BYTES) return text;
  const attributes = Object.entries(event).filter(([, value]) => isText(value, EVENT_LIMITS.sourceLength));
  return JSON.stringify(Object.fromEntries(attributes.slice(0, 50)));
}

const isText = (value: unknown, max: number): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= max;
