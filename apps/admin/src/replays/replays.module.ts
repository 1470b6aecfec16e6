import { ofPostgres, ReplaysStore, ReplayWorkStore } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { DeadLettersModule } from '../dead-letters/dead-letters.module';
import { PayloadSchemasModule } from '../dead-letters/payload/payload-schemas.module';
import { CreationRequestsModule } from '../requests/creation-requests.module';
import { IntakeChecksClient } from './checks/intake-checks.client';
import { ServiceToken } from './checks/service-token';
import { StoredContents } from './checks/stored-contents';
import { ReplayInsight, ReplayOffers } from './replay-insight';
import { ReplaysController } from './replays.controller';
import { ReplaysService } from './replays.service';
import { LiveTraffic } from './work/live-traffic';
import { RecordPreparation } from './work/prepared-records';
import { ReplayCourier } from './work/replay-courier';
import { ReplayRehearsal } from './work/replay-rehearsal';
import { ReplayRun, ReplaySteps } from './work/replay-run';
import { ReplayRunner } from './work/replay-runner';
import { ReplayVerdicts } from './work/replay-verdicts';

/** Refused records sent again: rehearsed, approved, paced, and followed until each has its verdict. */
@Module({
  imports: [AuditModule, CreationRequestsModule, DeadLettersModule, PayloadSchemasModule],
  controllers: [ReplaysController],
  providers: [
    ofPostgres(ReplaysStore),
    ofPostgres(ReplayWorkStore),
    IntakeChecksClient,
    LiveTraffic,
    RecordPreparation,
    ReplayCourier,
    ReplayInsight,
    ReplayOffers,
    ReplayRehearsal,
    ReplayRun,
    ReplayRunner,
    ReplaysService,
    ReplaySteps,
    ReplayVerdicts,
    ServiceToken,
    StoredContents,
  ],
})
export class ReplaysModule {}
