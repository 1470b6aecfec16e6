import {
  actorsOf,
  type Checked,
  type DataRule,
  dataRuleOf,
  passed,
  type Subject,
  subjectsIn,
  withMinorUnits,
} from '@analytics/domain';
import type { EventValidators } from '../../checks/event-validators';
import type { Decoded } from './decode';

export interface Known extends Decoded {
  readonly schema: { readonly id: string; readonly version: number };
  readonly rule: DataRule;
  /** As its schema wants it: amounts of older producers in minor units. */
  readonly data: Readonly<Record<string, unknown>>;
  readonly marks: readonly string[];
  /** Everyone the event names. */
  readonly subjects: readonly Subject[];
  /** Who did it. */
  readonly actors: { readonly user: Subject | undefined; readonly device: Subject | undefined };
}

/** Does the event follow the schema of its type, and what does that say about its data? */
export function knownEvent(validators: EventValidators, decoded: Decoded, counted = true): Checked<Known> {
  const { type, dataschema, data: sent } = decoded.event;
  const amounts = withMinorUnits(type, sent);
  if (!amounts.ok) return amounts;
  const options = typeof dataschema === 'string' ? { counted, dataschema } : { counted };
  const checked = validators.check(type, amounts.value, options);
  if (!checked.ok) return checked;
  const { version, schema, marks } = checked.value;
  const rule = dataRuleOf(schema);
  const data = amounts.value;
  // Member by member: copying an event's facts as a whole costs more than all its checks.
  return passed({
    event: decoded.event,
    fingerprint: decoded.fingerprint,
    receivedAt: decoded.receivedAt,
    importId: decoded.importId,
    caller: decoded.caller,
    schema: { id: schema.$id, version },
    rule,
    data,
    marks,
    subjects: subjectsIn(rule, data),
    actors: actorsOf(rule, data),
  });
}
