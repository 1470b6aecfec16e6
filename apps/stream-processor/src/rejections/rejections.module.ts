import { Module } from '@nestjs/common';
import { RejectionsConsumer } from './rejections.consumer';
import { RejectionsService } from './rejections.service';

/** Refused events as numbers of the warehouse. */
@Module({ controllers: [RejectionsConsumer], providers: [RejectionsService] })
export class RejectionsModule {}
