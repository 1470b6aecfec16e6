/** Which versions must understand each other when a schema changes. */
export const COMPATIBILITIES = [
  'backward',
  'forward',
  'full',
  'backward_transitive',
  'forward_transitive',
  'full_transitive',
] as const;
export type Compatibility = (typeof COMPATIBILITIES)[number];

/**
 * Backward: events of the version before pass the new one. Forward: events of the new version pass the one before, so
 * whoever still reads by it understands them.
 */
export type Direction = 'backward' | 'forward';

/** Each way a change can break, by the name it has in either direction. */
export const RULES = {
  required: { backward: 'REQUIRED_PROPERTY_ADDED', forward: 'REQUIRED_PROPERTY_REMOVED' },
  property: { backward: 'PROPERTY_REMOVED', forward: 'PROPERTY_ADDED' },
  type: { backward: 'TYPE_NARROWED', forward: 'TYPE_WIDENED' },
  otherType: { backward: 'TYPE_CHANGED', forward: 'TYPE_CHANGED' },
  values: { backward: 'ENUM_VALUE_REMOVED', forward: 'ENUM_VALUE_ADDED' },
  enumeration: { backward: 'ENUM_ADDED', forward: 'ENUM_LIFTED' },
  bound: { backward: 'BOUND_TIGHTENED', forward: 'BOUND_LOOSENED' },
  pattern: { backward: 'PATTERN_CHANGED', forward: 'PATTERN_CHANGED' },
  format: { backward: 'FORMAT_CHANGED', forward: 'FORMAT_CHANGED' },
  step: { backward: 'MULTIPLE_OF_CHANGED', forward: 'MULTIPLE_OF_CHANGED' },
  closed: { backward: 'ADDITIONAL_PROPERTIES_CLOSED', forward: 'ADDITIONAL_PROPERTIES_OPENED' },
  additional: { backward: 'ADDITIONAL_PROPERTIES_NARROWED', forward: 'ADDITIONAL_PROPERTIES_WIDENED' },
  alternative: { backward: 'ALTERNATIVE_REMOVED', forward: 'ALTERNATIVE_ADDED' },
  personal: { backward: 'PERSONAL_DATA_CHANGED', forward: 'PERSONAL_DATA_CHANGED' },
} as const;
export type RuleKind = keyof typeof RULES;
export type RuleName = (typeof RULES)[RuleKind][Direction];

export interface BrokenRule {
  readonly rule: RuleName;
  readonly direction: Direction;
  /** Where, as a JSON pointer into the schema; into the version before, where the new one has nothing there. */
  readonly pointer: string;
  readonly detail: string;
  /** The earlier version that does not understand, or is not understood by, the new one. */
  readonly against: number;
}
