import { Module } from '@nestjs/common';
import { ImporterGuard, SenderGuard } from './sender.guard';
import { SenderLimits } from './sender-limits';
import { ServiceTokens } from './service-tokens';
import { WriteKeysService } from './write-keys.service';

/** Who may send events, and how often. */
@Module({
  providers: [WriteKeysService, ServiceTokens, SenderLimits, SenderGuard, ImporterGuard],
  exports: [WriteKeysService, ServiceTokens, SenderLimits, SenderGuard, ImporterGuard],
})
export class WriteKeysModule {}
