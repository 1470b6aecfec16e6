import { ReplyError } from 'ioredis';

/**
 * The protocol has no field for the code of an error: it is the first word of the answer, in capitals. This is the one
 * place that looks there.
 */
export function replyCodeOf(error: unknown): string | undefined {
  if (!(error instanceof ReplyError)) return undefined;
  const { message, previousErrors } = error as { message: string; previousErrors?: readonly unknown[] };
  const code = /^[A-Z]+/.exec(message)?.[0] ?? 'ERR';
  // A transaction is refused because one of its commands was: that one's code says why.
  return code === 'EXECABORT' ? (replyCodeOf(previousErrors?.[0]) ?? code) : code;
}
