import { isObject } from '../../json/json-object';

type Node = Readonly<Record<string, unknown>>;

/**
 * The schema for a validator that counts code units where the schema means code points. A text has at least as many units as
 * points and at most twice as many, so whatever follows this schema follows the other; schemas have no keyword that turns a
 * rule into its opposite.
 */
export function inCodeUnits(schema: Node): Record<string, unknown> {
  const copy: Record<string, unknown> = { ...schema };
  const fewest = copy['minLength'];
  if (typeof fewest === 'number' && fewest > 1) copy['minLength'] = fewest * 2 - 1;
  for (const keyword of ['items', 'additionalProperties', 'propertyNames']) {
    if (isObject(copy[keyword])) copy[keyword] = inCodeUnits(copy[keyword]);
  }
  if (Array.isArray(copy['anyOf'])) copy['anyOf'] = (copy['anyOf'] as Node[]).map(inCodeUnits);
  if (isObject(copy['properties'])) {
    const properties = Object.entries(copy['properties'] as Readonly<Record<string, Node>>);
    copy['properties'] = Object.fromEntries(properties.map(([name, property]) => [name, inCodeUnits(property)]));
  }
  return copy;
}
