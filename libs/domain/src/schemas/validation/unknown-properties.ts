/** The members a schema describes; null where it describes a value or any name. */
interface Shape {
  readonly members: ReadonlyMap<string, Shape | null>;
}

type Node = Readonly<Record<string, unknown>>;

/** Finds what an event carries and its schema does not describe: it is not stored. Members of lists count once. */
export function unknownPropertiesOf(schema: object): (data: unknown) => readonly string[] {
  const shape = shapeOf(schema as Node);
  return (data) => {
    const found = shape === null ? undefined : collect(data, shape, '', undefined);
    return found === undefined ? NONE : [...found];
  };
}

const NONE: readonly string[] = [];

function shapeOf(schema: Node): Shape | null {
  const items = schema['items'];
  if (typeof items === 'object' && items !== null) return shapeOf(items as Node);
  const properties = schema['properties'] as Readonly<Record<string, Node>> | undefined;
  if (properties === undefined || typeof schema['additionalProperties'] === 'object') return null;
  return { members: new Map(Object.entries(properties).map(([name, property]) => [name, shapeOf(property)])) };
}

/** Most events have none, and nothing is made for them. */
function collect(data: unknown, shape: Shape, path: string, before?: Set<string>): Set<string> | undefined {
  let found = before;
  if (Array.isArray(data)) {
    for (const item of data) found = collect(item, shape, path, found);
    return found;
  }
  if (typeof data !== 'object' || data === null) return found;
  for (const name in data) {
    const inner = shape.members.get(name);
    if (inner === undefined) (found ??= new Set()).add(path + name);
    else if (inner !== null) found = collect((data as Node)[name], inner, `${path}${name}.`, found);
  }
  return found;
}
