import { KafkaBatchTransport } from '@analytics/infra-kafka';
import { startService } from '@analytics/service-kit';
import { SERVICE } from './service';

void startService({ ...SERVICE, transports: [KafkaBatchTransport] });
