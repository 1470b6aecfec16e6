import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { COLLECTED_TOPIC, TOPICS, VALIDATED_TOPIC } from '@analytics/contracts';
import { KafkaConfig, provisionTopics } from '@analytics/infra-kafka';
import { AdminSuite, tokenOf } from '../fixtures/admin-suite.fixture';

const PROGRAM = path.join(__dirname, '../../cli/analytics-admin.mjs');
const TYPE = 'com.platform.guild.party.formed.v1';
const schema = (properties: object, required: string[] = []) => ({ type: 'object', properties, required });

interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

describe('the command line of operators', () => {
  let suite: AdminSuite;
  const folder = mkdtempSync(path.join(tmpdir(), 'admin-cli-'));

  beforeAll(async () => {
    suite = await AdminSuite.open('admin-cli');
    const { kafka, topicPrefix } = suite.space;
    const config = Object.assign(new KafkaConfig(), { brokers: [...kafka.brokers], topicPrefix });
    const named = [COLLECTED_TOPIC, VALIDATED_TOPIC];
    await provisionTopics(
      config,
      TOPICS.filter(({ name }) => named.includes(name)),
    );
  });
  afterAll(async () => {
    await suite?.close();
    rmSync(folder, { recursive: true });
  });

  const cli = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<Ended> => {
    const env = {
      ANALYTICS_ADMIN_URL: suite.service.url,
      ANALYTICS_ADMIN_TOKEN: tokenOf('analytics_operator'),
      ...more,
    };
    return new Promise((resolve) => {
      execFile(process.execPath, [PROGRAM, ...args], { env, cwd: folder }, (error, out, err) =>
        resolve({ code: error === null ? 0 : Number(error.code), out, err }),
      );
    });
  };
  const file = (name: string, content: unknown): string => {
    const written = path.join(folder, name);
    writeFileSync(written, JSON.stringify(content));
    return written;
  };

  it('creates a key, lists it as a table, revokes it, and verifies the audit of all that', async () => {
    const made = await cli(['keys', 'create', '--name', 'shop', '--source', '/a', '--source', '/b', '--json']);
    expect(made).toMatchObject({ code: 0, err: '' });
    const { id, secret } = JSON.parse(made.out).data;
    expect(secret).toMatch(/^wk_/);
    const listed = await cli(['keys', 'list']);
    expect(listed.out.split('\n')[0]).toMatch(/^id +name +prefix +status +sources +types$/);
    expect(listed.out).toContain(`${id}  shop  ${secret.slice(0, 7)}  live    ["/a","/b"]`);
    expect((await cli(['keys', 'revoke', id])).out).toContain('status: revoked');
    expect((await cli(['audit', 'list', '--object', id])).out).toMatch(/key\.revoke[\s\S]*key\.create/);
    expect(await cli(['audit', 'verify', '--json'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('"intact":true'),
    });
  });

  it('checks a schema in a file: 0 when it is compatible, 1 with every broken rule when it is not', async () => {
    const first = file('first.json', { type: TYPE, schema: schema({ size: { type: 'integer' } }), owner: 'guilds' });
    expect(await cli(['schemas', 'check', first])).toEqual({ code: 0, out: 'compatible\n', err: '' });
    expect((await cli(['schemas', 'register', first])).out).toContain('version: 1');
    const broken = file('broken.json', schema({ size: { type: 'string' }, name: { type: 'string' } }, ['name']));
    const checked = await cli(['schemas', 'check', broken, '--type', TYPE]);
    expect(checked.code).toBe(1);
    expect(checked.out).toMatch(/REQUIRED_PROPERTY_ADDED +\/properties\/name/);
    const refused = await cli(['schemas', 'register', broken, '--type', TYPE]);
    expect(refused).toMatchObject({ code: 3, out: '', err: expect.stringContaining('SCHEMA_INCOMPATIBLE') });
    expect((await cli(['schemas', 'list'])).out).toContain(TYPE);
  });

  it('traces an event; one that nobody sent is a no', async () => {
    expect(await cli(['trace', '/shop', 'nobody'])).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^unknown\n/),
    });
  });

  it('lists and shows dead letters', async () => {
    expect(await cli(['dlq', 'list', '--status', 'open'])).toMatchObject({ code: 0, out: 'none\n' });
    expect(await cli(['dlq', 'summary'])).toMatchObject({ code: 0 });
    expect((await cli(['dlq', 'show', 'a'.repeat(64)])).code).toBe(3);
  });

  it.each([
    [2, [], {}],
    [2, ['keys'], {}],
    [2, ['keys', 'revoke'], {}],
    [2, ['keys', 'list', '--colour', 'red'], {}],
    [2, ['schemas', 'check', 'not-there.json'], {}],
    [3, ['keys', 'list'], { ANALYTICS_ADMIN_TOKEN: tokenOf('developer') }],
    [3, ['keys', 'list'], { ANALYTICS_ADMIN_TOKEN: 'forged' }],
    [3, ['keys', 'revoke', '00000000-0000-4000-8000-000000000000'], {}],
    [4, ['keys', 'list'], { ANALYTICS_ADMIN_URL: 'http://127.0.0.1:1' }],
    [0, ['--help'], {}],
  ])('ends with %i for %j', async (code, args, env) => {
    const ended = await cli(args, env);
    expect(ended.code).toBe(code);
    expect(code === 0 || args.length === 0 || ended.err !== '').toBe(true);
  });
});
