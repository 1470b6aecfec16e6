import type { MetricDefinitionAnswer, MetricValuesAnswer } from '@analytics/contracts';
import { type CallOptions, Http, type HttpOptions } from './http.js';

export type Granularity = 'minute' | 'hour' | 'day' | 'week' | 'month';

export interface MetricFilter {
  readonly dimension: string;
  readonly op: 'eq' | 'neq' | 'in' | 'not_in' | 'gt' | 'gte' | 'lt' | 'lte' | 'is_set' | 'is_not_set';
  readonly value?: string | number;
  readonly values?: readonly (string | number)[];
}

export interface MetricValuesQuestion {
  /** First day in the zone (`2026-11-01`) or an instant. */
  readonly periodStart: string;
  /** Day or instant right after the period: it is half open. */
  readonly periodEnd: string;
  readonly granularity?: Granularity;
  /** IANA name; Europe/Moscow when it is left out. */
  readonly timezone?: string;
  readonly dimensions?: readonly string[];
  readonly filters?: readonly MetricFilter[];
  readonly compare?: 'previous_period' | 'previous_year';
  /** Of money: on the day of the purchase, or each entry on its own day. */
  readonly basis?: 'booking_date' | 'purchase_date';
  /** Most series in the answer; the rest is added up where that means something. */
  readonly limit?: number;
}

export interface DefinitionsQuestion {
  readonly tag?: string;
  readonly ownerService?: string;
  readonly isRealtime?: boolean;
  readonly q?: string;
}

interface Page<T> {
  readonly data: readonly T[];
  readonly meta: { readonly next_cursor: string | null };
}

/** Numbers for services: `const dau = await analytics.values('dau', { periodStart, periodEnd })`. */
export class AnalyticsQuery {
  private readonly http: Http;

  constructor(options: HttpOptions) {
    this.http = new Http(options);
  }

  /** All definitions, page by page as they are taken. */
  async *definitions(ask: DefinitionsQuestion = {}, options?: CallOptions): AsyncGenerator<MetricDefinitionAnswer> {
    const query = { tag: ask.tag, owner_service: ask.ownerService, is_realtime: ask.isRealtime, q: ask.q };
    let cursor: string | undefined;
    do {
      const page = await this.http.get<Page<MetricDefinitionAnswer>>(
        '/metrics/definitions',
        { ...query, cursor },
        options,
      );
      yield* page.data;
      cursor = page.meta.next_cursor ?? undefined;
    } while (cursor !== undefined);
  }

  async definition(name: string, options?: CallOptions): Promise<MetricDefinitionAnswer> {
    const path = `/metrics/definitions/${encodeURIComponent(name)}`;
    return (await this.http.get<{ readonly data: MetricDefinitionAnswer }>(path, {}, options)).data;
  }

  values(name: string, ask: MetricValuesQuestion, options?: CallOptions): Promise<MetricValuesAnswer> {
    return this.http.get(
      `/metrics/values/${encodeURIComponent(name)}`,
      {
        period_start: ask.periodStart,
        period_end: ask.periodEnd,
        granularity: ask.granularity,
        timezone: ask.timezone,
        dimensions: ask.dimensions?.join(','),
        filters: ask.filters === undefined ? undefined : JSON.stringify(ask.filters),
        compare: ask.compare,
        basis: ask.basis,
        limit: ask.limit,
      },
      options,
    );
  }
}
