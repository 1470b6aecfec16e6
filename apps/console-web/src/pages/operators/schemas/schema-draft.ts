import type { SchemaVersion } from '../api/records';
import { parsed } from '../json/patch-form';
import { isMembers } from '../json/pointer';

/** A version as it is being written. */
export interface SchemaDraft {
  readonly schema: string;
  readonly example: string;
  readonly mode: string;
  readonly owner: string;
  readonly description: string;
}

const written = (value: unknown): string => JSON.stringify(value, undefined, 2);

export const draftFrom = (latest: SchemaVersion | undefined): SchemaDraft => ({
  schema: written(latest?.schema ?? { type: 'object', required: [], properties: {} }),
  example: latest?.example === undefined || latest.example === null ? '' : written(latest.example),
  mode: '',
  owner: latest?.owner ?? '',
  description: latest?.description ?? '',
});

export interface ReadDraft {
  /** What is sent; undefined while a part is no JSON object. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
  readonly schemaWrong: boolean;
  readonly exampleWrong: boolean;
}

export function readDraft({ schema, example, mode, owner, description }: SchemaDraft): ReadDraft {
  const [ofSchema, ofExample] = [objectIn(schema), example.trim() === '' ? null : objectIn(example)];
  const [schemaWrong, exampleWrong] = [ofSchema === undefined, ofExample === undefined];
  if (schemaWrong || exampleWrong) return { body: undefined, schemaWrong, exampleWrong };
  const body = {
    schema: ofSchema,
    ...(ofExample !== null && { example: ofExample }),
    ...(mode !== '' && { mode }),
    ...(owner.trim() !== '' && { owner: owner.trim() }),
    ...(description.trim() !== '' && { description: description.trim() }),
  };
  return { body, schemaWrong, exampleWrong };
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  const read = parsed(text);
  return read.ok && isMembers(read.value) ? read.value : undefined;
}
