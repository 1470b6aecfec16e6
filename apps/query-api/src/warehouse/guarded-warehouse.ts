import { type Statement, Unavailable } from '@analytics/domain';
import { ClickHouse } from '@analytics/infra-clickhouse';
import { Injectable, Logger } from '@nestjs/common';
import { Circuit } from './circuit';
import { type ReadOptions, Warehouse } from './warehouse';
import { QuestionLimitsConfig } from './question-limits.config';
import { circuitRefusals, slowQueries } from './warehouse.metrics';

/** The warehouse behind a circuit: while it does not answer it is left alone, and nobody waits for it. Slow queries are logged. */
@Injectable()
export class GuardedWarehouse extends Warehouse {
  private readonly logger = new Logger(GuardedWarehouse.name);
  private readonly circuit: Circuit;

  constructor(
    private readonly clickhouse: ClickHouse,
    private readonly config: QuestionLimitsConfig,
  ) {
    super();
    const { circuitFailures: failures, circuitWindowMs: windowMs, circuitOpenMs: openMs } = config;
    this.circuit = new Circuit({ failures, windowMs, openMs });
  }

  async run<Row>(statement: Statement<Row>, options: ReadOptions = {}): Promise<Row[]> {
    const began = performance.now();
    const waitMs = this.circuit.enter(began);
    if (waitMs > 0) {
      circuitRefusals.inc();
      throw new Unavailable('the warehouse', Math.ceil(waitMs / 1_000));
    }
    try {
      const { signal, scope } = options;
      const onlyGames = scope?.kind === 'games' ? scope.gameIds : undefined;
      const rows = await this.clickhouse.run(statement, { ...(signal && { signal }), ...(onlyGames && { onlyGames }) });
      this.circuit.answered();
      return rows;
    } catch (error) {
      if (options.signal?.aborted === true) this.circuit.gaveUp();
      else if (error instanceof Unavailable) this.circuit.failed(performance.now());
      // A refusal is an answer too.
      else this.circuit.answered();
      throw error;
    } finally {
      this.watch(statement.name, performance.now() - began);
    }
  }

  private watch(statement: string, tookMs: number): void {
    if (tookMs < this.config.slowQueryMs) return;
    slowQueries.inc({ statement });
    this.logger.warn({ msg: 'slow query', statement, seconds: Math.round(tookMs) / 1_000 });
  }
}
