import { TextDecoder } from 'node:util';
import { COLLECTED_TOPIC, EVENT_LIMITS, type EventEnvelope } from '@analytics/contracts';
import { checkEnvelope, type Checked, fingerprintOf, passed, refused, strictValue } from '@analytics/domain';
import type { Received } from '@analytics/infra-kafka';
import { COLLECTED_HEADERS, refusalIn } from '../../collected-record';

/** What a dead letter can call an event by, as far as it could be read. */
export interface EventName {
  readonly type: string | undefined;
  readonly source: string | undefined;
  readonly id: string | undefined;
}

/** What may be an event, or why it can not be read; either way it has the name it can be called by. */
export interface Read {
  readonly candidate: Checked<unknown>;
  readonly event: EventName | undefined;
}

export interface Decoded {
  readonly event: EventEnvelope;
  readonly fingerprint: string;
  readonly receivedAt: Date;
  /** The import it came with; null for live events. */
  readonly importId: string | null;
  /** The address and browser that called us, where collect knew them and the event need not. */
  readonly caller: { readonly address: string | undefined; readonly userAgent: string | undefined };
}

const ATTRIBUTE = /^ce_([a-z0-9]{1,20})$/;
const JSON_CONTENT = /^application\/(?:[\w.-]+\+)?json(?:\s*;.*)?$/i;
const UTF_8 = new TextDecoder('utf-8', { fatal: true });
/** A text that every store can keep. */
const PLAIN_TEXT = /^[^\p{Cc}\p{Cs}]*$/u;

/** Reads a record in structured mode (the value is the event) or binary mode (attributes are headers). */
export function readRecord(record: Received): Checked<Read> {
  const candidate = isBinary(record) ? binary(record) : structured(record);
  return passed({ candidate, event: candidate.ok ? nameOf(candidate.value) : nameIn(record) });
}

const isBinary = ({ headers }: Received): boolean => 'ce_specversion' in headers;

function nameOf(candidate: unknown, isUsable = isText): EventName | undefined {
  if (typeof candidate !== 'object' || candidate === null) return undefined;
  const text = (member: string): string | undefined => {
    const value = (candidate as Readonly<Record<string, unknown>>)[member];
    return isUsable(value) ? value : undefined;
  };
  return { type: text('type'), source: text('source'), id: text('id') };
}

const isText = (value: unknown): value is string => typeof value === 'string';
/** What passed the strict reading needs no second look. */
const isPlainText = (value: unknown): value is string =>
  isText(value) && value.length <= EVENT_LIMITS.sourceLength && PLAIN_TEXT.test(value);

/** Of an event that is refused for how it is written: lenient, for whoever looks for it by its name. */
function nameIn(record: Received): EventName | undefined {
  if (isBinary(record)) return nameOf(attributesIn(record.headers), isPlainText);
  try {
    return nameOf(JSON.parse(String(record.value)), isPlainText);
  } catch {
    return undefined;
  }
}

/** Is what was read a CloudEvent, and not one whose sender collect has already told that it is refused? */
export function decodeEvent({ candidate }: Read, record: Received): Checked<Decoded> {
  const told = toldBefore(record);
  if (told !== undefined) return told;
  if (!candidate.ok) return candidate;
  const envelope = checkEnvelope(candidate.value, EVENT_LIMITS);
  if (!envelope.ok) return envelope;
  const event = withOneCorrelationId(envelope.value);
  const ours = isOurs(record) ? record.headers : {};
  return passed({
    event,
    fingerprint: ours[COLLECTED_HEADERS.fingerprint] ?? fingerprintOf(event),
    receivedAt: receivedAtOf(record, ours),
    importId: ours[COLLECTED_HEADERS.importId] ?? null,
    caller: {
      address: ours[COLLECTED_HEADERS.clientAddress],
      userAgent: decoded(ours[COLLECTED_HEADERS.clientUserAgent]),
    },
  });
}

/** What producers of other topics write into our headers is not believed. */
const isOurs = ({ topic }: Received): boolean => topic === COLLECTED_TOPIC;

function toldBefore(record: Received): Checked<never> | undefined {
  const refusal = isOurs(record) ? refusalIn(record.headers) : undefined;
  return refusal === undefined ? undefined : { ok: false, refusal };
}

function structured(record: Received): Checked<unknown> {
  const type = record.headers['content-type'];
  if (type !== undefined && !JSON_CONTENT.test(type)) return refused('ENCODING', 'must be JSON', '');
  return json(record.value, EVENT_LIMITS.depth);
}

function binary({ headers, value }: Received): Checked<unknown> {
  const type = headers['content-type'];
  if (type !== undefined && !JSON_CONTENT.test(type)) return refused('ENCODING', 'must be JSON', '/data');
  const data = json(value, EVENT_LIMITS.depth - 1);
  if (!data.ok) return { ok: false, refusal: { ...data.refusal, pointer: `/data${data.refusal.pointer ?? ''}` } };
  return passed({ ...attributesIn(headers), data: data.value });
}

const attributesIn = (headers: Received['headers']): Readonly<Record<string, string>> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, text]): [string, string][] => {
      const attribute = ATTRIBUTE.exec(name)?.[1];
      return attribute === undefined || attribute === 'data' ? [] : [[attribute, text]];
    }),
  );

function json(value: Buffer | null, depth: number): Checked<unknown> {
  if (value === null) return refused('MALFORMED_JSON', 'the record has no value', '');
  if (value.length > EVENT_LIMITS.eventBytes) {
    return refused('TOO_LARGE', `must be at most ${EVENT_LIMITS.eventBytes} bytes`, '');
  }
  const text = textOf(value);
  return text === undefined ? refused('ENCODING', 'must be UTF-8', '') : strictValue(text, depth);
}

function textOf(value: Buffer): string | undefined {
  try {
    return UTF_8.decode(value);
  } catch {
    return undefined;
  }
}

/** The requirement documents write `correlationId`; attribute names of CloudEvents are lower case. */
function withOneCorrelationId(event: EventEnvelope): EventEnvelope {
  if (!('correlationId' in event)) return event;
  const { correlationId, ...others } = event as EventEnvelope & { correlationId: unknown };
  return typeof correlationId === 'string' ? { correlationid: correlationId, ...others } : others;
}

/**
 * When the platform first touched it: as collect wrote down, else when the broker got it. No clock is read here, so a
 * second try decides the same.
 */
function receivedAtOf(record: Received, ours: Received['headers']): Date {
  const stamped = new Date(ours[COLLECTED_HEADERS.receivedAt] ?? Number.NaN);
  return Number.isNaN(stamped.getTime()) ? new Date(record.timestampMs) : stamped;
}

const decoded = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : decodeURIComponent(text);
