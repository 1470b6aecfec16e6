/** Answer of `GET /metrics/values/{name}/explain`. */
export interface MetricExplanation {
  readonly data: {
    readonly metric: string;
    /** The calculation in words. */
    readonly formula: string;
    readonly plan: {
      readonly period: { readonly start: string; readonly end: string };
      readonly timezone: string;
      readonly granularity: string;
      readonly buckets: number;
      readonly dimensions: readonly string[];
      readonly filters: readonly {
        readonly dimension: string;
        readonly op: string;
        readonly values: readonly string[];
      }[];
      readonly basis: string;
      readonly scope: string;
      /** Hourly marts, or the facts where a bucket does not begin on a whole hour of UTC. */
      readonly reads: 'marts' | 'facts';
      /** Whether acts count as acts with games. */
      readonly counts_games: boolean;
      readonly watermark: string | null;
    };
    readonly statements: readonly {
      readonly name: string;
      readonly sql: string;
      readonly params: Readonly<Record<string, unknown>>;
      readonly tables: readonly string[];
      readonly limits: {
        readonly max_rows: number;
        readonly max_seconds: number;
        readonly max_memory_bytes: number;
        readonly max_rows_to_read: number;
      };
    }[];
    readonly sources: readonly string[];
    /** What is kept of this question: a fresh answer, one that is only given while the warehouse is away, or none. */
    readonly cache: { readonly state: 'fresh' | 'outdated' | 'none'; readonly age_seconds?: number };
  };
  readonly meta: { readonly request_id: string };
}
