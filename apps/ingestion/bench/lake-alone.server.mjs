// The writer of the lake as a service without its neighbours, to tell what it costs by itself.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { Module } = require('@nestjs/common');
const { KafkaBatchTransport, KafkaConfig, KafkaModule } = require('@analytics/infra-kafka');
const { PostgresConfig, PostgresModule } = require('@analytics/infra-postgres');
const { LakeStore, S3Config, S3Module } = require('@analytics/infra-s3');
const { Part, ServiceConfig, startService } = require('@analytics/service-kit');
const { LakeConfig } = require('../dist/lake/lake.config.js');
const { LakeModule } = require('../dist/lake/lake.module.js');

class LakeAloneConfig extends ServiceConfig {
  managementPort = 0;
}
const PARTS = { kafka: KafkaConfig, postgres: PostgresConfig, s3: S3Config, lake: LakeConfig };
for (const [name, part] of Object.entries(PARTS)) Part(() => part)(LakeAloneConfig.prototype, name);

class LakeAlone {}
Module({
  imports: [
    KafkaModule,
    PostgresModule.forOwner({ owner: 'ingestion', entities: [] }),
    S3Module.for({ stores: [LakeStore], required: true }),
    LakeModule,
  ],
})(LakeAlone);

await startService({
  name: 'ingestion',
  module: LakeAlone,
  config: LakeAloneConfig,
  transports: [KafkaBatchTransport],
});
process.stdout.write('ready\n');
