import { Module } from '@nestjs/common';
import { MetricsModule } from '../metrics/metrics.module';
import { RealtimeController } from './realtime.controller';

/** Live numbers over REST; the stream processor keeps them in Redis. */
@Module({ imports: [MetricsModule], controllers: [RealtimeController] })
export class RealtimeModule {}
