/** Edges of the picture: `{ from: [to, …] }` with projects only, no npm packages. */
export function edgesOf(graph) {
  const projects = new Set(Object.keys(graph.nodes));
  return Object.fromEntries(
    Object.entries(graph.dependencies).map(([from, edges]) => [
      from,
      [...new Set(edges.map((edge) => edge.target))].filter((to) => projects.has(to) && to !== from),
    ]),
  );
}

/** The first way round in a circle, as a list of projects, or undefined. */
export function findCycle(edges) {
  const done = new Set();
  const visit = (project, way) => {
    if (way.includes(project)) return [...way.slice(way.indexOf(project)), project];
    if (done.has(project)) return undefined;
    for (const next of edges[project] ?? []) {
      const cycle = visit(next, [...way, project]);
      if (cycle !== undefined) return cycle;
    }
    done.add(project);
    return undefined;
  };
  for (const project of Object.keys(edges)) {
    const cycle = visit(project, []);
    if (cycle !== undefined) return cycle;
  }
  return undefined;
}

/** What the picture must never show, one sentence each. */
export function problemsOf({ edges, apps, untagged }) {
  const problems = Object.entries(edges).flatMap(([from, targets]) =>
    targets.filter((to) => apps.has(to)).map((to) => `${from} depends on the app ${to}: apps are imported by nobody`),
  );
  const cycle = findCycle(edges);
  if (cycle !== undefined) problems.push(`a circle: ${cycle.join(' → ')}`);
  for (const project of untagged) problems.push(`${project} has no type tag in its package.json (nx.tags)`);
  return problems;
}
