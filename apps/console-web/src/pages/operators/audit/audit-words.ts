import type { AuditRow } from '../api/operations';
import { isMembers } from '../json/pointer';

/** Where the object of a row is shown. */
export type ObjectPlace =
  | { readonly page: 'record' | 'replay' | 'reconciliation'; readonly id: string }
  | { readonly page: 'schema'; readonly type: string }
  | { readonly page: 'run'; readonly pipeline: string; readonly id: string }
  | { readonly page: 'keys' };

type Subject = Pick<AuditRow, 'action' | 'object' | 'after'>;

export function placeOf({ action, object, after }: Subject): ObjectPlace | undefined {
  switch (action.split('.')[0]) {
    case 'replay':
      return { page: 'replay', id: object };
    case 'reconciliation':
      return { page: 'reconciliation', id: object };
    case 'schema':
      return { page: 'schema', type: object };
    case 'key':
      return { page: 'keys' };
    case 'pipeline': {
      const pipeline = isMembers(after) ? after['pipeline'] : undefined;
      return typeof pipeline === 'string' ? { page: 'run', pipeline, id: object } : undefined;
    }
    default:
      // A discard names the filter it was for, a reveal the record.
      return action === 'dlq.reveal' ? { page: 'record', id: object } : undefined;
  }
}

const REFUSED = /^refused: (.+)$/;

/** The code by which something was refused; undefined where it was done. */
export const refusalOf = (result: string): string | undefined => REFUSED.exec(result)?.[1];

/** Ids are long: their beginning tells them apart. */
export const shortObject = (object: string): string =>
  /^[0-9a-f-]{32,}$/.test(object) ? `${object.slice(0, 8)}…` : object;
