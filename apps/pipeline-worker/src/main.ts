import { KafkaBatchTransport } from '@analytics/infra-kafka';
import { startService } from '@analytics/service-kit';
import { AppModule } from './app.module';
import { PipelineWorkerConfig } from './config';

void startService({
  name: 'pipeline-worker',
  module: AppModule,
  config: PipelineWorkerConfig,
  transports: [KafkaBatchTransport],
});
