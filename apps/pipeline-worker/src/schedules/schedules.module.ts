import { Module } from '@nestjs/common';
import { SCHEDULE_LIST, Scheduler } from './scheduler';
import { SCHEDULES } from './schedules';

@Module({ providers: [{ provide: SCHEDULE_LIST, useValue: SCHEDULES }, Scheduler], exports: [Scheduler] })
export class SchedulesModule {}
