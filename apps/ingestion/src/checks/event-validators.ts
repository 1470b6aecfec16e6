import type { EventSchema } from '@analytics/contracts';
import { type Checked, passed, refused } from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import type { KnownSchema } from '../registry/known-schemas';
import { SchemaCounts } from '../registry/schema-counts';
import { SchemaRegistry } from '../registry/schema-registry';

/** The schema some data follows, and the rules it breaks while the schema only stamps. */
export interface CheckedSchema {
  readonly type: string;
  readonly version: number;
  readonly schema: EventSchema;
  readonly marks: readonly string[];
}

export interface CheckOptions {
  /** What the sender says it follows; only addresses of this registry mean something. */
  readonly dataschema?: string;
  /** `false` where another check of the same event counts it. */
  readonly counted?: boolean;
}

/** `urn:analytics:event:<type>:<version>`, or an address that ends in `/schemas/<type>/versions/<version>`. */
const NAMED_VERSION = /(?:^urn:analytics:event:|\/schemas\/)([a-z0-9.-]{1,200})(?::|\/versions\/)(\d{1,6})$/;

/** Which types exist, and whether some data is what its type says. */
@Injectable()
export class EventValidators {
  constructor(
    private readonly registry: SchemaRegistry,
    private readonly counts: SchemaCounts,
  ) {}

  check(type: string, data: unknown, { dataschema, counted = true }: CheckOptions = {}): Checked<CheckedSchema> {
    const named = dataschema === undefined ? null : NAMED_VERSION.exec(dataschema);
    if (named !== null && named[1] !== type) {
      return refused('SCHEMA_UNKNOWN', 'names a schema of another type', '/dataschema');
    }
    const known = this.registry.find(type, named === null ? undefined : Number(named[2]));
    if (known === undefined) {
      return named === null
        ? refused('SCHEMA_UNKNOWN', 'no schema is registered for this type', '/type')
        : refused('SCHEMA_UNKNOWN', 'this version is not registered', '/dataschema');
    }
    return this.judge(known, data, counted);
  }

  private judge(known: KnownSchema, data: unknown, counted: boolean): Checked<CheckedSchema> {
    const { type, version, schema, mode } = known;
    const violation = known.check(data);
    if (violation !== undefined && mode === 'reject') {
      const { code, detail, rule: keyword } = violation;
      const refusal = { code, detail, pointer: `/data${violation.pointer}`, keyword };
      return { ok: false, refusal: { ...refusal, schemaId: schema.$id, schemaVersion: version } };
    }
    if (counted) {
      if (violation !== undefined) this.counts.addViolation(known, violation);
      this.counts.addUnknown(type, known.unknownIn(data));
    }
    const marks =
      violation !== undefined && mode === 'stamp' ? [`${violation.rule} /data${violation.pointer}`.slice(0, 256)] : [];
    return passed({ type, version, schema, marks });
  }
}
