import { Module } from '@nestjs/common';
import { ChecksModule } from '../checks/checks.module';
import { IntakeConsumer } from './intake.consumer';
import { IntakeService } from './intake.service';

@Module({ imports: [ChecksModule], controllers: [IntakeConsumer], providers: [IntakeService] })
export class IntakeModule {}
