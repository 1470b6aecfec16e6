// Who may import whom. Every project carries one `type` tag, apps a `scope` of their own, infra libs a `store`.
// This file is the architecture picture that fails the build; README and ADRs only draw it.

/** Which kind of project may import which; `specs` adds what only its tests may import. */
const KINDS = {
  contracts: { imports: [] },
  domain: { imports: ['contracts'] },
  'service-kit': { imports: ['contracts', 'domain'], specs: ['testing'] },
  infra: { imports: ['contracts', 'domain', 'service-kit'], specs: ['testing'] },
  app: { imports: ['contracts', 'domain', 'service-kit', 'infra'], specs: ['testing'] },
  web: { imports: ['contracts'] },
  sdk: { imports: ['contracts'], specs: ['testing'] },
  testing: { imports: ['contracts', 'domain'] },
  e2e: { imports: ['contracts', 'testing'] },
  tool: { imports: ['contracts', 'domain', 'service-kit', 'infra'], specs: ['testing'] },
};

/** Which app touches which store (one writer per table, not one writer per database). */
const APP_STORES = {
  ingestion: ['kafka', 'postgres', 'redis', 's3'],
  'stream-processor': ['kafka', 'clickhouse', 'postgres', 'redis'],
  'query-api': ['kafka', 'clickhouse', 'postgres', 'redis'],
  'report-worker': ['kafka', 'clickhouse', 'postgres', 's3'],
  'segment-worker': ['kafka', 'clickhouse', 'postgres', 'redis'],
  'pipeline-worker': ['kafka', 'clickhouse', 'postgres', 'redis', 's3'],
  'ml-serving': ['kafka', 'postgres', 'redis', 's3'],
  admin: ['kafka', 'clickhouse', 'postgres', 's3'],
  console: [],
  // The page: in a browser there is nothing to touch.
  'console-web': [],
};

/** The npm packages that speak to a store: only the infra lib of that store imports them. */
const DRIVERS = {
  kafka: ['kafkajs*', '@2l/kafkajs-*'],
  clickhouse: ['@clickhouse/*', 'chdb*'],
  postgres: ['typeorm', '@nestjs/typeorm', 'pg', 'pg-*'],
  redis: ['ioredis*', 'redis'],
  s3: ['@aws-sdk/*'],
};
const ALL_DRIVERS = Object.values(DRIVERS).flat();
const FRAMEWORK = ['@nestjs/*', 'fastify', '@fastify/*'];

/** Banned packages per kind. Libs for tests prepare namespaces with the official clients; nothing of them is shipped. */
const BANNED = {
  contracts: [...FRAMEWORK, ...ALL_DRIVERS],
  domain: [...FRAMEWORK, ...ALL_DRIVERS],
  'service-kit': ALL_DRIVERS,
  app: ALL_DRIVERS,
  web: [...FRAMEWORK, ...ALL_DRIVERS],
  sdk: [...FRAMEWORK, ...ALL_DRIVERS],
  testing: FRAMEWORK,
  e2e: [...FRAMEWORK, ...ALL_DRIVERS],
};

const types = (kinds) => kinds.map((kind) => `type:${kind}`);

const kindRules = (specs) =>
  Object.entries(KINDS).map(([kind, rule]) => ({
    sourceTag: `type:${kind}`,
    onlyDependOnLibsWithTags: types([...rule.imports, ...(specs ? (rule.specs ?? []) : [])]),
    ...(BANNED[kind] === undefined ? {} : { bannedExternalImports: BANNED[kind] }),
  }));

const driverRules = Object.keys(DRIVERS).map((store) => ({
  sourceTag: `store:${store}`,
  bannedExternalImports: Object.entries(DRIVERS)
    .filter(([other]) => other !== store)
    .flatMap(([, packages]) => packages),
}));

const appRules = Object.entries(APP_STORES).map(([app, stores]) => ({
  sourceTag: `scope:${app}`,
  onlyDependOnLibsWithTags: ['scope:shared', ...stores.map((store) => `store:${store}`)],
}));

/** Options of `@nx/enforce-module-boundaries`; `specs` are the looser ones of test files. */
export function boundaries({ specs }) {
  return {
    enforceBuildableLibDependency: true,
    banTransitiveDependencies: true,
    allow: [],
    depConstraints: [...kindRules(specs), ...driverRules, ...appRules],
  };
}

export { APP_STORES, DRIVERS, KINDS };
