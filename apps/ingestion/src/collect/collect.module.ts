import { RateLimitRules } from '@analytics/service-kit';
import { Module } from '@nestjs/common';
import { ChecksModule } from '../checks/checks.module';
import { IngestionConfig } from '../config';
import { WriteKeyGuard } from '../write-keys/write-key.guard';
import { WriteKeysService } from '../write-keys/write-keys.service';
import { CloudEventsBody } from './cloud-events-body';
import { CollectController } from './collect.controller';
import { CollectService } from './collect.service';

const limits = {
  provide: RateLimitRules,
  inject: [IngestionConfig],
  useFactory: ({ requestsPerSecond }: IngestionConfig) =>
    new RateLimitRules({ collect: { limit: requestsPerSecond, windowMs: 1_000 } }),
};

@Module({
  imports: [ChecksModule],
  controllers: [CollectController],
  providers: [CloudEventsBody, CollectService, limits, WriteKeysService, WriteKeyGuard],
})
export class CollectModule {}
