// The collector as it is built, whole but for the stores: PostgreSQL is not there (it knows the catalogue, and one key), limits are
// counted in memory, and what would go to Kafka goes nowhere.
import { createRequire } from 'node:module';
import { tellCpu } from './tell-cpu.mjs';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { Global, Module } = require('@nestjs/common');
const { Postgres } = require('@analytics/infra-postgres');
const { createService, LocalRateLimiter, RateLimiter } = require('@analytics/service-kit');
const { Unavailable } = require('@analytics/domain');
const { EventBodies } = require('../dist/collect/body/event-bodies.js');
const { CollectController } = require('../dist/collect/collect.controller.js');
const { CollectService } = require('../dist/collect/collect.service.js');
const { EventJudge } = require('../dist/collect/events/event-judge.js');
const { RecentEvents } = require('../dist/collect/events/recent-events.js');
const { ChecksModule } = require('../dist/checks/checks.module.js');
const { IngestionConfig } = require('../dist/config.js');
const { EventSink } = require('../dist/spool/event-sink.js');
const { SenderGuard } = require('../dist/write-keys/sender.guard.js');
const { SenderLimits } = require('../dist/write-keys/sender-limits.js');
const { ServiceTokens } = require('../dist/write-keys/service-tokens.js');
const { WriteKeysService } = require('../dist/write-keys/write-keys.service.js');

const away = () => Promise.reject(new Unavailable('PostgreSQL'));
const stores = [
  { provide: Postgres, useValue: { query: away, transaction: away } },
  { provide: RateLimiter, useExisting: LocalRateLimiter },
];
class Stores {}
Module({ providers: stores, exports: stores })(Stores);
Global()(Stores);

const key = { id: 'bench', rights: ['collect'], sources: [], types: [], allowedOrigins: [], requestsPerSecond: 1e9 };
class Collector {}
Module({
  imports: [Stores, ChecksModule],
  controllers: [CollectController],
  providers: [
    ...[EventBodies, CollectService, EventJudge, RecentEvents, SenderGuard, SenderLimits, ServiceTokens],
    { provide: WriteKeysService, useValue: { recognise: () => Promise.resolve(key) } },
    { provide: EventSink, useValue: { send: () => Promise.resolve() } },
  ],
})(Collector);

const nobody = `1:${Buffer.alloc(32).toString('base64')}`;
const service = await createService({
  name: 'collect-bench',
  module: Collector,
  config: IngestionConfig,
  logTo: { write: () => undefined },
  env: {
    ...{ INGESTION_HTTP_PORT: '0', INGESTION_MANAGEMENT_PORT: '0', ANALYTICS_BIND_ADDRESS: '127.0.0.1' },
    ...{ POSTGRES_DSN_ANALYTICS_META: 'postgres://nobody:none@127.0.0.1:1/none', LOG_LEVEL_ANALYTICS: 'fatal' },
    ...{ S3_ENDPOINT_DATALAKE: 'http://127.0.0.1:1', S3_ACCESS_KEY_DATALAKE: 'none', S3_SECRET_KEY_DATALAKE: 'none' },
    ...{ VAULT_MASTER_KEY: nobody, VAULT_HMAC_KEYS: nobody },
    ...{ INGESTION_REQUESTS_PER_SECOND_AND_ADDRESS: '100000000' },
  },
});
tellCpu(`${service.url}/api/v1/analytics/events`);
