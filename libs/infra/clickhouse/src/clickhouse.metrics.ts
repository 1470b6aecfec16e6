import { DomainError } from '@analytics/domain';
import { Counter, Histogram } from 'prom-client';

const LABELS = ['statement', 'pool'] as const;

const seconds = new Histogram({
  name: 'analytics_clickhouse_seconds',
  help: 'Time of one call to the warehouse, by statement.',
  labelNames: LABELS,
  buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
});

const rows = new Counter({
  name: 'analytics_clickhouse_rows_total',
  help: 'Rows that came back from, or went into, the warehouse, by statement.',
  labelNames: LABELS,
});

const errors = new Counter({
  name: 'analytics_clickhouse_errors_total',
  help: 'Calls to the warehouse that failed, by statement and class of error.',
  labelNames: [...LABELS, 'error'] as const,
});

const limits = new Counter({
  name: 'analytics_clickhouse_limit_reached_total',
  help: 'Calls that passed a limit of their statement, by statement and code.',
  labelNames: [...LABELS, 'code'] as const,
});

const LIMIT_CODES: ReadonlySet<string> = new Set(['QUERY_TOO_EXPENSIVE', 'QUERY_TIMEOUT']);

/** Measures one call from its creation to `end`. */
export class CallWatch {
  readonly #labels: { statement: string; pool: string };
  readonly #stop: () => number;
  #rows = 0;

  constructor(statement: string, pool: string) {
    this.#labels = { statement, pool };
    this.#stop = seconds.startTimer(this.#labels);
  }

  count(more: number): void {
    this.#rows += more;
  }

  failed(error: unknown): void {
    errors.inc({ ...this.#labels, error: error instanceof Error ? error.name : 'unknown' });
    if (error instanceof DomainError && LIMIT_CODES.has(error.code)) limits.inc({ ...this.#labels, code: error.code });
  }

  end(): void {
    this.#stop();
    rows.inc(this.#labels, this.#rows);
  }
}
