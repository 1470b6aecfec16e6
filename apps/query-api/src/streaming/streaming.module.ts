import { Module } from '@nestjs/common';
import { RealtimeFeed } from './realtime-feed';
import { StreamingController } from './streaming.controller';
import { StreamingGateway } from './streaming.gateway';
import { Tickets } from './tickets.service';

/** Live numbers over a WebSocket: who has a ticket subscribes, and hears what changes. */
@Module({
  controllers: [StreamingController],
  providers: [Tickets, RealtimeFeed, StreamingGateway],
})
export class StreamingModule {}
