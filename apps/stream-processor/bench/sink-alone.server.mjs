// The warehouse sink as a service without its neighbours, to tell what it costs by itself.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
require('reflect-metadata');
const { Module } = require('@nestjs/common');
const { ClickHouseModule } = require('@analytics/infra-clickhouse');
const { KafkaBatchTransport, KafkaModule } = require('@analytics/infra-kafka');
const { PostgresModule } = require('@analytics/infra-postgres');
const { RedisModule } = require('@analytics/infra-redis');
const { startService } = require('@analytics/service-kit');
const { StreamProcessorConfig } = require('../dist/config.js');
const { WarehouseModule } = require('../dist/warehouse/warehouse.module.js');

class SinkAlone {}
Module({
  imports: [
    KafkaModule,
    ClickHouseModule,
    RedisModule.for({ required: false }),
    PostgresModule.forOwner({ owner: 'stream_processor', entities: [] }),
    WarehouseModule,
  ],
})(SinkAlone);

await startService({
  name: 'stream-processor',
  module: SinkAlone,
  config: StreamProcessorConfig,
  transports: [KafkaBatchTransport],
});
process.stdout.write('ready\n');
