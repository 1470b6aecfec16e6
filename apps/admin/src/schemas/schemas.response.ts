import { type BrokenRule, COMPATIBILITIES, SCHEMA_MODES, type SchemaUsage } from '@analytics/domain';
import type { RegisteredSchema, ToleratedViolation, UnknownProperty } from '@analytics/infra-postgres';
import { AnswerMeta, answerMeta, ListMeta } from '@analytics/service-kit';
import { ApiProperty, ApiSchema } from '@nestjs/swagger';
import type { SchemaRefusals } from './schema-refusals';

const REFUSED = 'Events of the last 30 days that broke it and were refused, whatever became of them since.';

@ApiSchema({ name: 'SchemaUsage' })
export class SchemaUsageView {
  @ApiProperty() version: number;
  @ApiProperty({ description: 'Events of the last 30 days.' }) events: number;
  @ApiProperty({ description: 'Those of them that are marked as breaking the schema (mode `stamp`).' })
  violations: number;
  @ApiProperty({ format: 'date-time' }) last_received_at: string;
}

@ApiSchema({ name: 'UnknownProperty' })
export class UnknownPropertyView {
  @ApiProperty({ description: 'Where it is in `data`.' }) name: string;
  @ApiProperty({ description: 'Accepted events that had it.' }) events: number;
  @ApiProperty({ format: 'date-time' }) first_seen_at: string;
  @ApiProperty({ format: 'date-time' }) last_seen_at: string;
}

@ApiSchema({ name: 'ToleratedViolation' })
export class ToleratedViolationView {
  @ApiProperty() version: number;
  @ApiProperty({ description: 'Keyword of the schema.', example: 'required' }) rule: string;
  @ApiProperty({ description: 'Place in the event; `*` is any place in a list.', example: '/data/gameId' })
  pointer: string;
  @ApiProperty({ description: 'Accepted events that broke this rule before any other.' }) events: number;
  @ApiProperty({ format: 'date-time' }) first_seen_at: string;
  @ApiProperty({ format: 'date-time' }) last_seen_at: string;
}

@ApiSchema({ name: 'SchemaListed' })
export class SchemaListedView {
  @ApiProperty() type: string;
  @ApiProperty({ description: 'The newest.' }) version: number;
  @ApiProperty({ enum: SCHEMA_MODES }) mode: string;
  @ApiProperty({ enum: COMPATIBILITIES }) compatibility: string;
  @ApiProperty() owner: string;
  @ApiProperty() description: string;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty() created_by: string;
  @ApiProperty({ type: [SchemaUsageView], nullable: true, description: 'Null while the warehouse does not answer.' })
  usage: SchemaUsageView[] | null;
  @ApiProperty({ description: 'Open dead letters of before it was known.' }) parked: number;
  @ApiProperty({ description: REFUSED }) refused: number;
  @ApiProperty({ description: 'Events that broke this version and passed, because it observes or stamps.' })
  tolerated_violations: number;
  @ApiProperty({ description: 'Properties that events have and no schema describes: they are not stored.' })
  unknown_properties: number;
}

@ApiSchema({ name: 'SchemaVersion' })
export class SchemaVersionView {
  @ApiProperty() type: string;
  @ApiProperty() version: number;
  @ApiProperty({ type: 'object', additionalProperties: true }) schema: object;
  @ApiProperty({ enum: SCHEMA_MODES }) mode: string;
  @ApiProperty({ enum: COMPATIBILITIES }) compatibility: string;
  @ApiProperty() owner: string;
  @ApiProperty() description: string;
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true }) example: unknown;
  @ApiProperty({ format: 'date-time' }) created_at: string;
  @ApiProperty() created_by: string;
}

@ApiSchema({ name: 'Schema' })
export class SchemaView {
  @ApiProperty() type: string;
  @ApiProperty({ type: [SchemaVersionView], description: 'Oldest first.' }) versions: SchemaVersionView[];
  @ApiProperty({ type: [SchemaUsageView], nullable: true }) usage: SchemaUsageView[] | null;
  @ApiProperty({ description: 'Open dead letters of before it was known: replay them.' }) parked: number;
  @ApiProperty({ description: REFUSED }) refused: number;
  @ApiProperty({
    type: [ToleratedViolationView],
    description:
      'Rules that accepted events broke while a version observed or stamped: what mode `reject` would refuse. Most frequent first; what was not broken for 90 days is left out.',
  })
  tolerated_violations: ToleratedViolationView[];
  @ApiProperty({
    type: [UnknownPropertyView],
    description:
      'Sent and not stored, because no schema describes them: were they to be registered? Most frequent first.',
  })
  unknown_properties: UnknownPropertyView[];
}

@ApiSchema({ name: 'ParkedType' })
export class ParkedTypeView {
  @ApiProperty() type: string;
  @ApiProperty() records: number;
}

export class SchemasMeta extends ListMeta {
  @ApiProperty({ type: [ParkedTypeView], description: 'Types that events came of and nobody registered.' })
  unregistered: ParkedTypeView[];
}

export class SchemasAnswer {
  @ApiProperty({ type: [SchemaListedView] }) data: SchemaListedView[];
  @ApiProperty() meta: SchemasMeta;
}

export class SchemaAnswer {
  @ApiProperty() data: SchemaView;
  @ApiProperty() meta: AnswerMeta;
}

export class SchemaVersionAnswer {
  @ApiProperty() data: SchemaVersionView;
  @ApiProperty() meta: AnswerMeta;
}

@ApiSchema({ name: 'BrokenRule' })
export class BrokenRuleView {
  @ApiProperty({ example: 'REQUIRED_PROPERTY_ADDED' }) rule: string;
  @ApiProperty({ enum: ['backward', 'forward'] }) direction: string;
  @ApiProperty({ description: 'JSON pointer into the schema.' }) pointer: string;
  @ApiProperty() detail: string;
  @ApiProperty({ description: 'The version that does not understand, or is not understood.' }) against: number;
}

@ApiSchema({ name: 'SchemaCheck' })
export class SchemaCheckView {
  @ApiProperty() compatible: boolean;
  @ApiProperty({ type: [BrokenRuleView], description: 'Every broken rule.' }) broken: BrokenRuleView[];
}

export class SchemaCheckAnswer {
  @ApiProperty() data: SchemaCheckView;
  @ApiProperty() meta: AnswerMeta;
}

export const toUsage = (usage: readonly SchemaUsage[]): SchemaUsageView[] =>
  usage.map((row) => ({
    version: row.schema_version,
    events: Number(row.events),
    violations: Number(row.violations),
    last_received_at: new Date(Number(row.last_received_ms)).toISOString(),
  }));

export const toUnknown = (properties: readonly UnknownProperty[]): UnknownPropertyView[] =>
  properties.map(({ name, events, firstSeenAt, lastSeenAt }) => ({
    ...{ name, events },
    ...{ first_seen_at: firstSeenAt.toISOString(), last_seen_at: lastSeenAt.toISOString() },
  }));

export const toTolerated = (violations: readonly ToleratedViolation[]): ToleratedViolationView[] =>
  violations.map(({ version, rule, pointer, events, firstSeenAt, lastSeenAt }) => ({
    ...{ version, rule, pointer, events },
    ...{ first_seen_at: firstSeenAt.toISOString(), last_seen_at: lastSeenAt.toISOString() },
  }));

export const toVersion = (schema: RegisteredSchema): SchemaVersionView => ({
  type: schema.type,
  version: schema.version,
  schema: schema.schema,
  mode: schema.mode,
  compatibility: schema.compatibility,
  owner: schema.owner,
  description: schema.description,
  example: schema.example,
  created_at: schema.createdAt.toISOString(),
  created_by: schema.createdBy,
});

export interface KnownOfSchemas {
  readonly usage: readonly SchemaUsage[] | undefined;
  readonly refusals: readonly SchemaRefusals[];
  /** Unknown properties of each type. */
  readonly unknown: ReadonlyMap<string, number>;
  /** Events of each type that broke its newest version and passed. */
  readonly tolerated: ReadonlyMap<string, number>;
}

export function toSchemasAnswer(
  schemas: readonly RegisteredSchema[],
  { usage, refusals, unknown, tolerated }: KnownOfSchemas,
): SchemasAnswer {
  const known = new Set(schemas.map(({ type }) => type));
  const refusalsOf = new Map(refusals.map((each) => [each.type, each]));
  const used = new Map<string, SchemaUsage[]>();
  for (const row of usage ?? []) used.set(row.event_type, [...(used.get(row.event_type) ?? []), row]);
  const data = schemas.map((one) => {
    const { schema: _schema, example: _example, ...listed } = toVersion(one);
    return {
      ...listed,
      usage: usage === undefined ? null : toUsage(used.get(one.type) ?? []),
      parked: refusalsOf.get(one.type)?.parked ?? 0,
      refused: refusalsOf.get(one.type)?.refused ?? 0,
      tolerated_violations: tolerated.get(one.type) ?? 0,
      unknown_properties: unknown.get(one.type) ?? 0,
    };
  });
  const unregistered = refusals
    .filter(({ type, parked }) => parked > 0 && !known.has(type))
    .map(({ type, parked }) => ({ type, records: parked }));
  return { data, meta: { ...answerMeta(), next_cursor: null, unregistered } };
}

export const toCheckAnswer = (broken: readonly BrokenRule[]): SchemaCheckAnswer => ({
  data: { compatible: broken.length === 0, broken: broken.map((each) => ({ ...each })) },
  meta: answerMeta(),
});
