import { KafkaBatchTransport } from '@analytics/infra-kafka';
import { startService } from '@analytics/service-kit';
import { AppModule } from './app.module';
import { StreamProcessorConfig } from './config';

void startService({
  name: 'stream-processor',
  module: AppModule,
  config: StreamProcessorConfig,
  transports: [KafkaBatchTransport],
});
