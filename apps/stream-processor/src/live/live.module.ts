import { ofPostgres, ProgressLedger } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { LiveConsumer } from './live.consumer';
import { LiveKeeper } from './live-keeper';
import { LivePastReader } from './live-past';
import { LiveRebuilding } from './live-rebuilding';
import { LiveService } from './live.service';

const ledger = ofPostgres(ProgressLedger);

@Module({ controllers: [LiveConsumer], providers: [LiveService, LiveRebuilding, LivePastReader, LiveKeeper, ledger] })
export class LiveModule {}
