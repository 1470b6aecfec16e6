import { createProjectGraphAsync } from '@nx/devkit';
import { edgesOf, problemsOf } from './graph-rules.mjs';

process.env['NX_DAEMON'] = 'false';
const graph = await createProjectGraphAsync({ exitOnError: true });
const tagsOf = (node) => node.data.tags ?? [];
const nodes = Object.values(graph.nodes).filter((node) => node.data.root !== '.');
const named = (keep) => nodes.filter(keep).map((node) => node.name);

const problems = problemsOf({
  edges: edgesOf(graph),
  apps: new Set(named((node) => tagsOf(node).some((tag) => ['type:app', 'type:e2e', 'type:web'].includes(tag)))),
  untagged: named((node) => tagsOf(node).filter((tag) => tag.startsWith('type:')).length !== 1),
});
for (const problem of problems) process.stdout.write(`${problem}\n`);
process.exit(problems.length === 0 ? 0 : 1);
