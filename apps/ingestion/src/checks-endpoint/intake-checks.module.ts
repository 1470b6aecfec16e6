import { Module } from '@nestjs/common';
import { IntakeModule } from '../intake/intake.module';
import { WriteKeysModule } from '../write-keys/write-keys.module';
import { IntakeChecksController } from './intake-checks.controller';

@Module({ imports: [IntakeModule, WriteKeysModule], controllers: [IntakeChecksController] })
export class IntakeChecksModule {}
