import { Module } from '@nestjs/common';
import { RealtimeController } from './realtime.controller';

/** Live numbers over REST; the stream processor keeps them in Redis. */
@Module({ controllers: [RealtimeController] })
export class RealtimeModule {}
