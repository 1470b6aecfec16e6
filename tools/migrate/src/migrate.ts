import { CATALOGUE, domainTopic, TOPICS } from '@analytics/contracts';
import { ClickHouseMigrations } from '@analytics/infra-clickhouse';
import { provisionTopics } from '@analytics/infra-kafka';
import { PostgresMigrations } from '@analytics/infra-postgres';
import { loadConfig } from '@analytics/service-kit';
import { MigrateConfig } from './config';
import { MartsDue } from './marts-due';

const USAGE = `usage: npm run migrate -- plan | apply | status
  plan    what apply would do; changes nothing
  apply   PostgreSQL schemas and roles, ClickHouse tables, marts of what was stored before, Kafka topics; a second run
          changes nothing
  status  every migration and whether it is applied`;

/** The third part of a type is its domain; what we tell of ourselves has a topic already. */
const DOMAINS = new Set(CATALOGUE.map(({ type }) => type.split('.')[2]!).filter((domain) => domain !== 'analytics'));
const DOMAIN_TOPICS = [...DOMAINS].map(domainTopic);

const VERBS = { plan, apply, status };

/** Runs one verb against the stores of the environment; the exit code says whether it went through. */
export async function migrate(verb: string): Promise<number> {
  if (!Object.hasOwn(VERBS, verb)) {
    say(USAGE);
    return 2;
  }
  try {
    await VERBS[verb as keyof typeof VERBS](loadConfig(MigrateConfig));
    return 0;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  }
}

async function plan(config: MigrateConfig): Promise<void> {
  await withRunners(config, async (postgres, clickhouse) => {
    const pending = [
      ...(await postgres.plan()).map(({ owner, name }) => `postgres ${owner}/${name}`),
      ...(await clickhouse.plan()).map((name) => `clickhouse ${name}`),
    ];
    say(pending.length === 0 ? 'nothing to apply' : pending.join('\n'));
  });
}

async function apply(config: MigrateConfig): Promise<void> {
  await withRunners(config, async (postgres, clickhouse) => {
    await postgres.apply(({ owner, name, ms }) => say(`postgres ${owner}/${name} (${ms} ms)`));
    for (const { name, durationMs } of await clickhouse.apply()) say(`clickhouse ${name} (${durationMs} ms)`);
  });
  for await (const line of new MartsDue(config).rebuild()) say(line);
  const topics = await provisionTopics(config.kafka, [...TOPICS, ...(config.domainTopics ? DOMAIN_TOPICS : [])]);
  for (const name of topics.created) say(`kafka ${name}`);
  // A difference is told, never taken back silently: somebody may have meant it.
  for (const { topic, setting, expected, actual } of topics.drift) {
    say(`kafka ${topic}: ${setting} is ${actual}, its contract says ${expected}`);
  }
}

async function status(config: MigrateConfig): Promise<void> {
  await withRunners(config, async (postgres, clickhouse) => {
    for (const { owner, name, state } of await postgres.status()) say(`postgres ${owner}/${name} ${state}`);
    for (const line of await clickhouse.status()) say(`clickhouse ${line.name} ${line.state}`);
  });
}

async function withRunners(
  config: MigrateConfig,
  work: (postgres: PostgresMigrations, clickhouse: ClickHouseMigrations) => Promise<void>,
): Promise<void> {
  const postgres = new PostgresMigrations(config.postgres);
  const clickhouse = new ClickHouseMigrations(config.clickhouse);
  try {
    await work(postgres, clickhouse);
  } finally {
    await Promise.all([postgres.close(), clickhouse.close()]);
  }
}

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
