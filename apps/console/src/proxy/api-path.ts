import { DomainError } from '@analytics/domain';

const BASE = '/api/v1/analytics/';
const ADMIN = `${BASE}admin/`;

export type UpstreamName = 'query-api' | 'admin';

/** An address that two readers could read differently. */
export class PathAmbiguous extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';

  constructor() {
    super('The address holds parts that lead elsewhere: ask for the plain path.');
  }
}

/**
 * Which API a path belongs to. Decided on the very text that is sent on: with `..`, an encoded slash or the like in it, what we
 * read and what the API reads could differ.
 */
export function upstreamOf(rawUrl: string): UpstreamName | undefined {
  const path = rawUrl.split(/[?#]/, 1)[0]!;
  if (!path.startsWith(BASE)) return undefined;
  if (path.slice(1).split('/').some(leadsElsewhere)) throw new PathAmbiguous();
  return path.startsWith(ADMIN) ? 'admin' : 'query-api';
}

function leadsElsewhere(segment: string): boolean {
  const plain = decoded(segment);
  return plain === undefined || plain === '' || plain === '.' || plain === '..' || /[/\\\0%]/.test(plain);
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
