import { AppModule } from './app.module';
import { ConsoleConfig } from './config';

export const SERVICE = { name: 'console', module: AppModule, config: ConsoleConfig };
