import { Module } from '@nestjs/common';
import { EventChecks } from './event-checks';
import { EventValidators } from './event-validators';

@Module({ providers: [EventChecks, EventValidators], exports: [EventChecks, EventValidators] })
export class ChecksModule {}
