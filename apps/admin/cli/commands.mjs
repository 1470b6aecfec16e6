import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { EXIT, Stop } from './exit-codes.mjs';
import { card, table } from './table.mjs';

const text = { type: 'string' };
const flag = { type: 'boolean' };
const texts = { type: 'string', multiple: true };
const PAGE = { limit: text, cursor: text };
const LETTERS = { reason: text, type: text, source: text, from: text, until: text };
const UNDER_WAY = new Set(['planned', 'queued', 'pending', 'running']);
const WAIT_MS = 500;

const list = (body, columns) => ({
  body,
  human: table(body.data, columns) + (body.meta?.next_cursor ? `\nnext: --cursor ${body.meta.next_cursor}` : ''),
});
const one = (body, exitCode = EXIT.done) => ({ body, human: card(body.data), exitCode });
const part = encodeURIComponent;

function jsonFile(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Stop(EXIT.usage, `${file} cannot be read as JSON: ${error.code ?? 'not JSON'}`);
  }
}

/** A schema by itself, or what would be posted, with its type in the file or on the command line. */
function registrationIn(file, { type: given }) {
  const content = jsonFile(file);
  const { type, ...body } = typeof content.schema === 'object' ? content : { schema: content };
  const named = given ?? type;
  if (named === undefined) throw new Stop(EXIT.usage, 'say which type the schema is of: --type com.platform.…v1');
  return { named, body };
}

async function settled(api, route) {
  for (;;) {
    const body = await api.get(route);
    if (!UNDER_WAY.has(body.data.status)) return body;
    await sleep(WAIT_MS);
  }
}

const filterOf = ({ reason, type, source, from, until, id }) => ({ reason, type, source, from, until, ids: id });

/** Every command: its words, what it takes, and what it does. */
export const COMMANDS = {
  'dlq list': {
    takes: { ...LETTERS, ...PAGE, status: text, key: text },
    does: async (api, options) =>
      list(await api.get('/dlq/records', options), [
        'id',
        'status',
        'reason',
        'event_type',
        'event_id',
        'pointer',
        'last_seen_at',
      ]),
  },
  'dlq summary': {
    takes: { 'group-by': text },
    does: async (api, options) => {
      const body = await api.get('/dlq/summary', { group_by: options['group-by'] ?? 'reason,type' });
      return { body, human: table(body.data, Object.keys(body.data[0] ?? {})) };
    },
  },
  'dlq show': {
    words: ['id'],
    takes: { reveal: flag },
    does: async (api, { reveal }, [id]) =>
      one(await api.get(`/dlq/records/${part(id)}`, { reveal: reveal === true ? 'true' : undefined })),
  },
  'dlq replay': {
    takes: { ...LETTERS, id: texts, patch: text, 'dry-run': flag, rate: text, wait: flag },
    does: async (api, options) => {
      const begun = await api.post('/dlq/replays', {
        filter: filterOf(options),
        ...(options.patch === undefined ? {} : { patch: jsonFile(options.patch) }),
        dry_run: options['dry-run'] === true,
        ...(options.rate === undefined ? {} : { rate_limit_per_second: Number(options.rate) }),
      });
      return one(options.wait === true ? await settled(api, `/dlq/replays/${begun.data.id}`) : begun);
    },
  },
  'schemas list': {
    takes: {},
    does: async (api) => list(await api.get('/schemas'), ['type', 'version', 'mode', 'owner', 'parked']),
  },
  'schemas show': {
    words: ['type'],
    takes: {},
    does: async (api, _, [type]) => one(await api.get(`/schemas/${part(type)}`)),
  },
  'schemas check': {
    words: ['file'],
    takes: { type: text },
    does: async (api, options, [file]) => {
      const { named, body: wanted } = registrationIn(file, options);
      const body = await api.post(`/schemas/${part(named)}/check`, wanted);
      const { compatible, broken } = body.data;
      const human = compatible ? 'compatible' : table(broken, ['rule', 'pointer', 'detail', 'against']);
      return { body, human, exitCode: compatible ? EXIT.done : EXIT.no };
    },
  },
  'schemas register': {
    words: ['file'],
    takes: { type: text },
    does: async (api, options, [file]) => {
      const { named, body } = registrationIn(file, options);
      return one(await api.post(`/schemas/${part(named)}/versions`, body));
    },
  },
  trace: {
    words: ['source', 'id'],
    takes: {},
    does: async (api, _, [source, id]) => {
      const body = await api.get('/events/trace', { source, id });
      const { status, stages } = body.data;
      const human = `${status}\n${table(stages, ['stage', 'at', 'topic', 'partition', 'offset', 'file', 'table', 'dlq_id', 'reason'])}`;
      return { body, human, exitCode: status === 'unknown' ? EXIT.no : EXIT.done };
    },
  },
  'keys list': {
    takes: PAGE,
    does: async (api, options) =>
      list(await api.get('/write-keys', options), ['id', 'name', 'prefix', 'status', 'sources', 'types']),
  },
  'keys create': {
    takes: { name: text, source: texts, type: texts },
    does: async (api, { name, source = [], type = [] }) =>
      one(await api.post('/write-keys', { name, sources: source, types: type })),
  },
  'keys rotate': {
    words: ['id'],
    takes: {},
    does: async (api, _, [id]) => one(await api.post(`/write-keys/${part(id)}/rotate`)),
  },
  'keys revoke': {
    words: ['id'],
    takes: {},
    does: async (api, _, [id]) => one(await api.post(`/write-keys/${part(id)}/revoke`)),
  },
  'audit list': {
    takes: { ...PAGE, actor: text, action: text, object: text, from: text, until: text },
    does: async (api, options) =>
      list(await api.get('/audit', options), ['id', 'at', 'actor', 'action', 'object', 'result']),
  },
  'audit verify': {
    takes: {},
    does: async (api) => {
      const body = await api.post('/audit/verify');
      return one(body, body.data.intact ? EXIT.done : EXIT.no);
    },
  },
  'pipelines list': {
    takes: {},
    does: async (api) => {
      const body = await api.get('/pipelines');
      const rows = body.data.map(({ name, last_run: run }) => ({ name, last: run?.status, at: run?.finished_at }));
      return { body, human: table(rows, ['name', 'last', 'at']) };
    },
  },
  reconcile: {
    takes: { from: text, until: text, repair: flag, wait: flag },
    does: async (api, { from, until, repair, wait }) => {
      const begun = await api.post('/reconciliations', { from, until, repair: repair === true });
      if (wait !== true) return one(begun);
      const body = await settled(api, `/reconciliations/${begun.data.id}`);
      const { status, difference, lines } = body.data;
      const human = `${status}, difference ${difference}\n${table(lines, ['topic', 'partition', 'hour', 'offsets', 'lake_rows', 'warehouse_rows', 'difference', 'missing'])}`;
      return { body, human, exitCode: status === 'succeeded' && difference === 0 ? EXIT.done : EXIT.no };
    },
  },
};
