import type { ClientFrame } from '@analytics/contracts';
import { isObject, type JsonObject } from '@analytics/domain';

const ID_LENGTH = 64;

/** What is wrong with a message, for the one who sent it. */
export class FrameInvalid extends Error {
  constructor(detail: string) {
    super(detail);
    this.name = 'FrameInvalid';
  }
}

type Message = Readonly<Record<string, unknown>>;

export function messageIn(text: string): Message {
  const value = parsed(text);
  if (typeof value !== 'object' || value === null) throw new FrameInvalid('a message must be a JSON object');
  return value as Message;
}

/** What its answer names it by, be the rest of it wrong. */
export const nameOf = ({ id }: Message): string | null => (isId(id) ? id : null);

/** Reads a message; its form is checked here, what is asked for where it is answered. */
export function readFrame(frame: Message): ClientFrame {
  switch (frame['op']) {
    case 'subscribe':
      return { op: 'subscribe', id: idOf(frame), topic: String(frame['topic']), params: paramsOf(frame['params']) };
    case 'unsubscribe':
      return { op: 'unsubscribe', id: idOf(frame) };
    case 'resume':
      return { op: 'resume', seq: seqOf(frame['seq']), ...(frame['id'] !== undefined && { id: idOf(frame) }) };
    case 'ping':
      return { op: 'ping', ...(frame['id'] !== undefined && { id: idOf(frame) }) };
    default:
      throw new FrameInvalid('op must be one of: subscribe, unsubscribe, resume, ping');
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new FrameInvalid('a message must be JSON');
  }
}

const isId = (id: unknown): id is string => typeof id === 'string' && id !== '' && id.length <= ID_LENGTH;

function idOf({ id }: Message): string {
  if (isId(id)) return id;
  throw new FrameInvalid(`id must be a text of 1 to ${ID_LENGTH} characters`);
}

function paramsOf(params: unknown): JsonObject {
  if (params === undefined) return {};
  if (isObject(params)) return params;
  throw new FrameInvalid('params must be an object');
}

function seqOf(seq: unknown): number {
  if (Number.isSafeInteger(seq) && Number(seq) >= 0) return Number(seq);
  throw new FrameInvalid('seq must be the number of a frame that was heard');
}
