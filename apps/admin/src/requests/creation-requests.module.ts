import { CreationRequests, ofPostgres } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';

/** Features that create something import this and claim the request's key in the transaction of what they create. */
@Module({ providers: [ofPostgres(CreationRequests)], exports: [CreationRequests] })
export class CreationRequestsModule {}
