import type { ServerResponse } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';

/** Who asked has gone; nobody will read this. */
export class CallerGone extends Error {
  override readonly name = 'CallerGone';
}

/** A signal that ends when the caller goes away before the answer. */
export const WhileThere = createParamDecorator((_: unknown, context: ExecutionContext): AbortSignal => {
  const { raw } = context.switchToHttp().getResponse<{ readonly raw: ServerResponse }>();
  const controller = new AbortController();
  const close = () => {
    if (!raw.writableFinished) controller.abort(new CallerGone());
  };
  if (raw.destroyed) close();
  else raw.once('close', close);
  return controller.signal;
});
