import { Module } from '@nestjs/common';
import { CheckerGuard, ImporterGuard, SenderGuard } from './sender.guard';
import { SenderLimits } from './sender-limits';
import { ServiceTokens } from './service-tokens';
import { WriteKeysService } from './write-keys.service';

/** Who may send events, and how often. */
@Module({
  providers: [WriteKeysService, ServiceTokens, SenderLimits, SenderGuard, ImporterGuard, CheckerGuard],
  exports: [WriteKeysService, ServiceTokens, SenderLimits, SenderGuard, ImporterGuard, CheckerGuard],
})
export class WriteKeysModule {}
