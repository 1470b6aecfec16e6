import type { IncomingHttpHeaders } from 'node:http';
import { DomainError } from '@analytics/domain';
import { foreignRefused } from './session.metrics';

const SAFE_METHODS = ['GET', 'HEAD', 'OPTIONS'];
/** A form cannot send it, and a script of another site only after asking, which it is not allowed. */
const PAGE_HEADER = 'x-console-request';

/** Another site uses the cookie of somebody who is logged in here. */
export class ForeignRequest extends DomainError {
  readonly kind = 'forbidden';
  readonly code = 'ACCESS_DENIED_TO_RESOURCE';

  constructor() {
    super('This does not come from the page of the console: open the console and do it there.');
  }
}

interface Asked {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
}

/** What changes something must come from our page, and what is read must not be asked for by another site. */
export function assertFromHere({ method, headers }: Asked, origin: string): void {
  assertNotFromElsewhere(headers['sec-fetch-site']);
  if (SAFE_METHODS.includes(method)) return;
  const isForeign = headers.origin !== undefined && headers.origin !== origin;
  if (isForeign || headers[PAGE_HEADER] !== '1') refuse();
}

/** Browsers tell with every request whose page makes it; programs that are none tell nothing. */
export function assertNotFromElsewhere(site: string | string[] | undefined): void {
  if (site !== undefined && site !== 'same-origin' && site !== 'none') refuse();
}

function refuse(): never {
  foreignRefused.inc();
  throw new ForeignRequest();
}
