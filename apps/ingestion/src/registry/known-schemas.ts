import type { EventSchema } from '@analytics/contracts';
import {
  type SchemaCheck,
  SchemaCompiler,
  type SchemaMode,
  type SchemaVersion,
  unknownPropertiesOf,
} from '@analytics/domain';

/** One version, ready to check events with. */
export interface KnownSchema {
  readonly type: string;
  readonly version: number;
  readonly mode: SchemaMode;
  readonly schema: EventSchema;
  readonly check: SchemaCheck;
  readonly unknownIn: (data: unknown) => readonly string[];
}

/** The schemas in memory: every version compiled once, the newest of each type at hand. */
export class KnownSchemas {
  private readonly compiler = new SchemaCompiler();
  private readonly types = new Map<string, Map<number, KnownSchema>>();
  private readonly newest = new Map<string, KnownSchema>();
  private versions = 0;

  get size(): number {
    return this.versions;
  }

  /** The version that is named, else the newest. */
  find(type: string, version?: number): KnownSchema | undefined {
    return version === undefined ? this.newest.get(type) : this.types.get(type)?.get(version);
  }

  /** Takes a version in; where only its mode changed, what was compiled stays. */
  put({ type, version, schema, mode }: SchemaVersion): void {
    const versions = this.types.get(type) ?? new Map<number, KnownSchema>();
    const before = versions.get(version);
    const isSame =
      before !== undefined &&
      JSON.stringify(sorted(before.schema)) === JSON.stringify(sorted(named(type, version, schema)));
    const known = isSame ? { ...before, mode } : this.compile({ type, version, schema, mode });
    if (before === undefined) this.versions += 1;
    this.types.set(type, versions.set(version, known));
    if (version >= (this.newest.get(type)?.version ?? 0)) this.newest.set(type, known);
  }

  private compile({ type, version, schema, mode }: SchemaVersion): KnownSchema {
    const whole = named(type, version, schema);
    return {
      type,
      version,
      mode,
      schema: whole,
      check: this.compiler.compile(whole),
      unknownIn: unknownPropertiesOf(whole),
    };
  }
}

/** Teams may leave out names and lists; whoever reads a schema later finds them. */
const named = (type: string, version: number, schema: SchemaVersion['schema']): EventSchema => ({
  ...schema,
  $id: schema.$id ?? `urn:analytics:event:${type}:${version}`,
  title: schema.title ?? type,
  description: schema.description ?? '',
  'x-description-ru': schema['x-description-ru'] ?? '',
  required: schema.required ?? [],
  examples: schema.examples ?? [],
});

/** PostgreSQL keeps members in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return Object.fromEntries(members.map(([name, member]) => [name, sorted(member)]));
}
