import { KafkaBatchTransport } from '@analytics/infra-kafka';
import { startService } from '@analytics/service-kit';
import { AppModule } from './app.module';
import { IngestionConfig } from './config';

void startService({ name: 'ingestion', module: AppModule, config: IngestionConfig, transports: [KafkaBatchTransport] });
