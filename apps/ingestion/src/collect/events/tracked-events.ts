import { createHash, randomUUID } from 'node:crypto';
import { isObject, type JsonItem } from '@analytics/domain';
import { EVENT_LIMITS } from '@analytics/contracts';
import type { Sender } from '../../write-keys/sender';
import type { Arrived, SentFrom } from './arrived';

export const TRACKED = 'com.platform.client.event.tracked.v1';
const DATA = ['name', 'properties', 'userId', 'anonymousId', 'platform', 'clientVersion', 'sessionHint'];

/** The short form a page sends, as the event it stands for. */
export function trackedEvent(item: JsonItem, sender: Sender, from: SentFrom, now: Date): Arrived {
  if (!isObject(item.value)) return { ...item, event: item.value };
  const short = item.value;
  const source = sender.sources[0] ?? '/track';
  const identity = { specversion: '1.0', id: short['id'] ?? randomUUID(), source, type: TRACKED };
  const said = Object.fromEntries(DATA.filter((name) => Object.hasOwn(short, name)).map((name) => [name, short[name]]));
  const event = {
    ...identity,
    time: short['time'] ?? now.toISOString(),
    data: { platform: 'web', anonymousId: visitor(said, sender, from, now), ...said },
  };
  // Text with a fault goes on as it came: writing it anew would hide the fault, or fall over it.
  const text = item.fault === undefined ? JSON.stringify(event) : item.text;
  // A repeat is known by what was sent: what we add, as the time, would make it another event.
  const content = { ...identity, ...('time' in short && { time: short['time'] }), data: said };
  return { event, text, content, from, ...(item.fault && { fault: item.fault }) };
}

/** Who sends no device is told apart for a day at most: by the account, else by the address and the browser together. */
function visitor(said: Readonly<Record<string, unknown>>, sender: Sender, from: SentFrom, now: Date): string {
  const day = now.toISOString().slice(0, 10);
  const who = typeof said['userId'] === 'string' ? [said['userId']] : [sender.id, day, from.address, from.userAgent];
  return `visitor-${createHash('sha256').update(JSON.stringify(who)).digest('base64url').slice(0, 22)}`;
}

/** A pointer into the event, as one into the short form. */
export const pointerInShortForm = (pointer: string): string => pointer.replace(/^\/data(?=\/)/, '');

/** The header is bounded by the listener; of a longer one than an event may be nothing would be left over for the event. */
export const userAgentOf = (header: string | undefined): string => (header ?? '').slice(0, EVENT_LIMITS.sourceLength);
