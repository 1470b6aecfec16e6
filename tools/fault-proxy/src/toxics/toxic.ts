import { Refusal } from '../refusal';

/** Attributes of each kind with what they are when nothing is said; names and units are toxiproxy's where it has the kind. */
const KINDS = {
  /** Each piece is held back, in milliseconds. */
  latency: { latency: 0, jitter: 0 },
  /** Kilobytes a second. */
  bandwidth: { rate: 0 },
  /** Pieces of about that many bytes, with a pause between them in microseconds. */
  slicer: { average_size: 64, size_variation: 0, delay: 0 },
  /** The connection ends after that many bytes. */
  limit_data: { bytes: 0 },
  /** The connection is reset after so many milliseconds. */
  reset_peer: { timeout: 0 },
  /** Nothing passes; the connection ends after so many milliseconds, or never at 0. */
  timeout: { timeout: 0 },
  /** The end of the stream is held back, in milliseconds. */
  slow_close: { delay: 0 },
  /** A connection is taken and never answered: nothing reaches the other side, in either direction. */
  half_open: {},
  /** One byte of each connection is turned over: the one after so many. */
  corrupt: { after: 0 },
} as const;

export type ToxicKind = keyof typeof KINDS;
export type Stream = 'upstream' | 'downstream';

export interface Toxic {
  readonly name: string;
  readonly type: ToxicKind;
  /** Which way it works: what goes to the store, or what comes from it. */
  readonly stream: Stream;
  /** The share of connections it works on. */
  readonly toxicity: number;
  readonly attributes: Readonly<Record<string, number>>;
}

const NAME = /^[\w.-]{1,64}$/;
const HIGHEST = 2 ** 40;

const isKind = (type: unknown): type is ToxicKind => typeof type === 'string' && Object.hasOwn(KINDS, type);

export function nameOf(value: unknown): string {
  if (typeof value !== 'string' || !NAME.test(value)) {
    throw new Refusal(400, 'a name is 1 to 64 letters, digits, dots, dashes');
  }
  return value;
}

export function toxicOf(body: Readonly<Record<string, unknown>>): Toxic {
  const { type, stream = 'downstream', toxicity = 1 } = body;
  if (!isKind(type)) throw new Refusal(400, `type must be one of ${Object.keys(KINDS).join(', ')}`);
  if (stream !== 'upstream' && stream !== 'downstream') throw new Refusal(400, 'stream must be upstream or downstream');
  if (typeof toxicity !== 'number' || !(toxicity >= 0 && toxicity <= 1)) {
    throw new Refusal(400, 'toxicity must be between 0 and 1');
  }
  const name = nameOf(body['name'] ?? `${type}_${stream}`);
  return { name, type, stream, toxicity, attributes: attributesOf(type, body['attributes'] ?? {}) };
}

function attributesOf(type: ToxicKind, given: unknown): Record<string, number> {
  if (typeof given !== 'object' || given === null) throw new Refusal(400, 'attributes must be an object');
  const attributes: Record<string, number> = { ...KINDS[type] };
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(attributes, name)) throw new Refusal(400, `${type} has no attribute ${name}`);
    if (typeof value !== 'number' || !(value >= 0 && value <= HIGHEST)) {
      throw new Refusal(400, `${name} must be a number from 0 to ${HIGHEST}`);
    }
    attributes[name] = value;
  }
  return attributes;
}
