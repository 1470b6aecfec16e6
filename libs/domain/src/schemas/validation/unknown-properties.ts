/** The members a schema describes; null where it describes a value or any name. */
interface Shape {
  readonly members: ReadonlyMap<string, Shape | null>;
}

type Node = Readonly<Record<string, unknown>>;

/** Finds what an event carries and its schema does not describe: it is not stored. Members of lists count once. */
export function unknownPropertiesOf(schema: object): (data: unknown) => string[] {
  const shape = shapeOf(schema as Node);
  return (data) => {
    const found = new Set<string>();
    if (shape !== null) collect(data, shape, '', found);
    return [...found];
  };
}

function shapeOf(schema: Node): Shape | null {
  const items = schema['items'];
  if (typeof items === 'object' && items !== null) return shapeOf(items as Node);
  const properties = schema['properties'] as Readonly<Record<string, Node>> | undefined;
  if (properties === undefined || typeof schema['additionalProperties'] === 'object') return null;
  return { members: new Map(Object.entries(properties).map(([name, property]) => [name, shapeOf(property)])) };
}

function collect(data: unknown, { members }: Shape, path: string, found: Set<string>): void {
  if (Array.isArray(data)) {
    for (const item of data) collect(item, { members }, path, found);
    return;
  }
  if (typeof data !== 'object' || data === null) return;
  for (const name of Object.keys(data)) {
    const inner = members.get(name);
    if (inner === undefined) found.add(path + name);
    else if (inner !== null) collect((data as Node)[name], inner, `${path}${name}.`, found);
  }
}
