import { ClickHouse, DerivedFacts } from '@analytics/infra-clickhouse';
import { Logger, Module } from '@nestjs/common';
import { WarehouseModule } from '../warehouse/warehouse.module';
import { ConfirmedFacts } from './confirmed-facts';
import { DerivedConfig } from './derived.config';
import { DerivedConsumer } from './derived.consumer';
import { derivedLeft, derivedRows } from './derived.metrics';
import { DerivedService } from './derived.service';
import { DerivedSteps } from './derived-steps';

const logger = new Logger('DerivedFacts');

const derivedFacts = {
  provide: DerivedFacts,
  inject: [ClickHouse, DerivedConfig, DerivedSteps],
  useFactory: (clickhouse: ClickHouse, { subjects, rounds }: DerivedConfig, steps: DerivedSteps) =>
    new DerivedFacts(
      clickhouse,
      { subjects, rounds },
      {
        passed: (step) => steps.passed(step),
        wrote: (table, rows) => derivedRows.inc({ table }, rows),
        tooLarge: ({ statement }) => {
          derivedLeft.inc({ statement });
          logger.error({
            msg: 'a subject has more facts than may be read at once: its rows stay as they were',
            statement,
          });
        },
      },
    ),
};

/** What only several events together say: sessions, whose a device's activity is, what became of wishes. */
@Module({
  imports: [WarehouseModule],
  controllers: [DerivedConsumer],
  providers: [DerivedSteps, derivedFacts, ConfirmedFacts, DerivedService],
})
export class DerivedModule {}
