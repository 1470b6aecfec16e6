import { Module } from '@nestjs/common';
import { ChecksModule } from '../checks/checks.module';
import { IdentityModule } from '../identity/identity.module';
import { Agents } from './enrich/agents';
import { Countries } from './enrich/countries';
import { LastPlaces } from './enrich/last-places';
import { SurroundingsReader } from './enrich/surroundings';
import { IntakeConsumer } from './intake.consumer';
import { IntakeService } from './intake.service';
import { IntakeSteps } from './intake-steps';
import { RefusedPeople } from './refused-people';

@Module({
  imports: [ChecksModule, IdentityModule],
  controllers: [IntakeConsumer],
  providers: [IntakeService, IntakeSteps, RefusedPeople, SurroundingsReader, LastPlaces, Countries, Agents],
  exports: [IntakeService],
})
export class IntakeModule {}
