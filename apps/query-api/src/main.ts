import { startService } from '@analytics/service-kit';
import { AppModule } from './app.module';
import { QueryApiConfig } from './config';

void startService({ name: 'query-api', module: AppModule, config: QueryApiConfig });
