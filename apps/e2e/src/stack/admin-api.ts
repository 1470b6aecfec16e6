import { eventually } from '@analytics/testing';
import { BASE } from './events';
import type { Stack } from './stack';

export type Operator = 'analytics_operator' | 'platform_admin';

export interface AdminAnswer {
  readonly status: number;
  // A journey looks into answers as their readers do, without our types.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  readonly body: any;
}

export interface ReplaySeen {
  readonly id: string;
  readonly status: string;
  readonly selected: number;
  readonly replayed: number;
  readonly succeeded: number;
  readonly failed_again: number;
}

/** Longest an operator waits for something that is on its way. */
export const PATIENCE = { withinMs: 180_000, everyMs: 300 };

/** The admin service as two people use it who know nothing but its address. */
export class AdminApi {
  constructor(private readonly stack: Stack) {}

  get(route: string, as: Operator = 'analytics_operator'): Promise<AdminAnswer> {
    return this.call('GET', route, undefined, as);
  }

  post(route: string, body: object = {}, as: Operator = 'analytics_operator'): Promise<AdminAnswer> {
    return this.call('POST', route, body, as);
  }

  async call(method: string, route: string, body: object | undefined, as: Operator): Promise<AdminAnswer> {
    const { services, credentials } = this.stack.state;
    const answer = await fetch(`${services.admin.url}${BASE}/admin${route}`, {
      method,
      headers: { authorization: `Bearer ${credentials.tokens[as]}`, 'content-type': 'application/json' },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(60_000),
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** How many records there are of each reason, type … */
  async counts(groupBy: string, filter: string): Promise<Record<string, number>> {
    const { body } = await this.get(`/dlq/summary?group_by=${groupBy}&${filter}`);
    const groups = body.data as Record<string, unknown>[];
    return Object.fromEntries(groups.map((group) => [String(group[groupBy]), Number(group['count'])]));
  }

  async requested(replay: object): Promise<ReplaySeen> {
    const { status, body } = await this.post('/dlq/replays', replay);
    expect([status, body.errors]).toEqual([202, undefined]);
    return body.data as ReplaySeen;
  }

  async replay(id: string): Promise<ReplaySeen> {
    return (await this.get(`/dlq/replays/${id}`)).body.data as ReplaySeen;
  }

  /** Once it has come to this state. */
  ended(id: string, status = 'completed'): Promise<ReplaySeen> {
    return eventually(async () => {
      const replay = await this.replay(id);
      expect(replay).toMatchObject({ status });
      return replay;
    }, PATIENCE);
  }

  /** What its metrics say, summed over the lines of that name which hold all of these labels. */
  async gauge(name: string, labels: readonly string[]): Promise<number> {
    const answer = await fetch(`${this.stack.state.services.admin.managementUrl}/metrics`);
    const lines = (await answer.text()).split('\n').filter((line) => line.startsWith(`${name}{`));
    const matching = lines.filter((line) => labels.every((label) => line.includes(label)));
    return matching.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }
}
