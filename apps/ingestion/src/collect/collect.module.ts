import { Module } from '@nestjs/common';
import { ChecksModule } from '../checks/checks.module';
import { WriteKeyGuard } from '../write-keys/write-key.guard';
import { WriteKeysService } from '../write-keys/write-keys.service';
import { CollectController } from './collect.controller';
import { CollectService } from './collect.service';

@Module({
  imports: [ChecksModule],
  controllers: [CollectController],
  providers: [CollectService, WriteKeysService, WriteKeyGuard],
})
export class CollectModule {}
