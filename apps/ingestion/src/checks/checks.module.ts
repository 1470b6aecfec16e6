import { Module } from '@nestjs/common';
import { RegistryModule } from '../registry/registry.module';
import { EventChecks } from './event-checks';
import { EventValidators } from './event-validators';

@Module({
  imports: [RegistryModule],
  providers: [EventChecks, EventValidators],
  exports: [EventChecks, EventValidators],
})
export class ChecksModule {}
