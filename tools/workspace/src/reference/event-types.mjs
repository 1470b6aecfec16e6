// TypeScript types of the catalogue's events, derived from their JSON Schemas: the schema is the one source.
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const SCHEMAS = 'libs/contracts/src/catalogue/schemas';
export const EVENT_TYPES_FILE = 'libs/contracts/src/catalogue/event-data.ts';

export function eventTypes(root) {
  const folder = path.join(root, SCHEMAS);
  const schemas = readdirSync(folder)
    .sort()
    .map((file) => JSON.parse(readFileSync(path.join(folder, file), 'utf8')));
  const interfaces = schemas.map(
    (schema) => `/** ${schema.description} */\nexport interface ${interfaceName(schema.title)} ${objectType(schema)}`,
  );
  const entries = schemas.map((schema) => `  readonly '${schema.title}': ${interfaceName(schema.title)};`);
  return [
    '// Generated from ./schemas by `npm run generate`; edit the schemas, not this file.',
    ...interfaces,
    `/** The data of each event type by its name. */\nexport interface EventDataByType {\n${entries.join('\n')}\n}`,
    '',
  ].join('\n\n');
}

/** `com.platform.catalog.game.viewed.v1` becomes `CatalogGameViewed`, a later version `CatalogGameViewedV2`. */
function interfaceName(type) {
  const [, words, version] = /^com\.platform\.(.+)\.v(\d+)$/.exec(type);
  const name = words.replace(/(?:^|\.)(\w)/g, (_, letter) => letter.toUpperCase());
  return version === '1' ? name : `${name}V${version}`;
}

function objectType(schema) {
  const required = new Set(schema.required ?? []);
  const members = Object.entries(schema.properties ?? {}).map(([name, property]) => {
    const about = property.description === undefined ? '' : `/** ${property.description} */\n`;
    return `${about}readonly ${name}${required.has(name) ? '' : '?'}: ${typeOf(property)};`;
  });
  return `{\n${members.join('\n')}\n}`;
}

function typeOf(schema) {
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(' | ');
  if (schema.type === 'array') return `readonly (${typeOf(schema.items)})[]`;
  if (schema.type === 'object' && schema.properties !== undefined) return objectType(schema);
  if (schema.type === 'object') return `Readonly<Record<string, ${typeOf(schema.additionalProperties)}>>`;
  if (schema.type === 'integer' || schema.type === 'number') return 'number';
  if (schema.type === 'string' || schema.type === 'boolean') return schema.type;
  throw new Error(`no TypeScript type for ${JSON.stringify(schema)}`);
}
