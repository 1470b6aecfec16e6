import { startService } from '@analytics/service-kit';
import { SERVICE } from './service';

void startService(SERVICE);
