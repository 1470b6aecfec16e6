import { Module } from '@nestjs/common';
import { ChecksModule } from '../checks/checks.module';
import { SpoolModule } from '../spool/spool.module';
import { WriteKeysModule } from '../write-keys/write-keys.module';
import { EventBodies } from './body/event-bodies';
import { CollectController } from './collect.controller';
import { CollectService } from './collect.service';
import { EventJudge } from './events/event-judge';
import { RecentEvents } from './events/recent-events';
import { PreflightController } from './preflight.controller';

@Module({
  imports: [ChecksModule, SpoolModule, WriteKeysModule],
  controllers: [CollectController, PreflightController],
  providers: [EventBodies, CollectService, EventJudge, RecentEvents],
  exports: [EventJudge],
})
export class CollectModule {}
