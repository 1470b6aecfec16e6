/** A Dockerfile as stages: `{ name, image, steps: [{ word, rest }] }`, continued lines joined, comments left out. */
export function stagesOf(text) {
  const args = new Map();
  const stages = [];
  const lines = text
    .split('\n')
    .filter((line) => !line.trim().startsWith('#'))
    .join('\n')
    .replace(/\\\n/g, ' ')
    .split('\n');
  for (const line of lines) {
    const [, word, rest] = /^\s*([A-Z]+)\s+(.*)$/.exec(line) ?? [];
    if (word === undefined) continue;
    if (word === 'FROM') {
      const [, image, name] = /^(\S+)(?:\s+AS\s+(\S+))?/i.exec(rest);
      stages.push({ name, image: image.replace(/\$\{(\w+)\}/g, (_, arg) => args.get(arg) ?? ''), steps: [] });
    } else if (stages.length === 0) args.set(...rest.split('='));
    else stages.at(-1).steps.push({ word, rest: rest.trim() });
  }
  return stages;
}

const last = (stage, word) => stage.steps.filter((step) => step.word === word).at(-1)?.rest;
const PINNED = /^[^:@]+(:[\w.-]*\d[\w.-]*)(@sha256:[0-9a-f]{64})?$/;

/** An image name with a version in its tag, and not a moving one. */
export const isPinned = (image) => PINNED.test(image) && !/:(latest|stable|lts|edge)\b/.test(image);

const RULES = [
  ['has more than one stage', (stages) => stages.length > 1],
  [
    'pins the image of every stage',
    (stages) => stages.every(({ image }) => isPinned(image) || stages.some(({ name }) => name === image)),
  ],
  ['ends as a user without rights', (stages) => !['', '0', 'root', undefined].includes(last(stages.at(-1), 'USER'))],
  [
    'has tini as the first process',
    (stages) => /^\["\/usr\/bin\/tini", "--"\]$/.test(last(stages.at(-1), 'ENTRYPOINT') ?? ''),
  ],
  [
    'installs tini',
    (stages) => stages.at(-1).steps.some(({ word, rest }) => word === 'RUN' && /install .*\btini\b/.test(rest)),
  ],
  ['starts without a shell', (stages) => /^\[/.test(last(stages.at(-1), 'CMD') ?? '')],
  ['looks after its health', (stages) => last(stages.at(-1), 'HEALTHCHECK') !== undefined],
  [
    'installs only what runs',
    (stages) => stages.some(({ steps }) => steps.some(({ rest }) => /npm ci --omit=dev --workspace/.test(rest))),
  ],
  [
    'brings no compiler into the last stage',
    (stages) => !stages.at(-1).steps.some(({ rest }) => /npm |--from=build/.test(rest)),
  ],
  [
    'copies, never adds from elsewhere',
    (stages) => stages.every(({ steps }) => steps.every(({ word }) => word !== 'ADD')),
  ],
];

/** The rules that a Dockerfile breaks, in words. */
export const brokenRules = (text) => {
  const stages = stagesOf(text);
  return RULES.filter(([, holds]) => !holds(stages)).map(([name]) => name);
};
export const RULE_NAMES = RULES.map(([name]) => name);
