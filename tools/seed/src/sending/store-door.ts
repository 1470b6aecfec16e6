import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import type { CollectAnswer, EventEnvelope } from '@analytics/contracts';
import { Patience } from './patience';

const BASE = '/api/v1/analytics';
/** 409: what was sent before a connection was cut is still being received. */
const TRY_AGAIN = new Set([409, 429, 503]);
const PAUSE_MS = 500;
const PATIENCE_MS = 180_000;
const REQUEST_MS = 120_000;
const FAST = { level: 1 };

interface ImportAnswer {
  readonly data: { readonly id: string; readonly status: string; readonly processed: number; readonly error?: unknown };
}

/** Ingestion as everybody outside meets it: a URL and a write key. */
export class StoreDoor {
  constructor(
    private readonly url: string,
    private readonly writeKey: string,
  ) {}

  /** Events of the last weeks; what is refused is told by code. */
  async collect(events: readonly EventEnvelope[]): Promise<CollectAnswer['data']> {
    const headers = { 'content-type': 'application/json' };
    const response = await this.ask(
      '/events',
      { method: 'POST', headers, body: JSON.stringify(events) },
      [200, 202, 422],
    );
    return ((await response.json()) as CollectAnswer).data;
  }

  /** Older events: the same key with the same events is the same import. */
  async startImport(key: string, events: readonly EventEnvelope[]): Promise<string> {
    const body = gzipSync(events.map((event) => JSON.stringify(event)).join('\n'), FAST);
    const headers = { 'content-type': 'application/x-ndjson', 'content-encoding': 'gzip', 'idempotency-key': key };
    const response = await this.ask('/imports', { method: 'POST', headers, body }, [200, 202]);
    return ((await response.json()) as ImportAnswer).data.id;
  }

  /** Resolves when every row of an import is on its way. */
  async importEnded(id: string): Promise<void> {
    for (const patience = new Patience(PATIENCE_MS); !patience.isOver; await pause(PAUSE_MS / 2)) {
      const response = await this.ask(`/imports/${id}`, {}, [200]);
      const { status, processed, error } = ((await response.json()) as ImportAnswer).data;
      if (status === 'completed') return;
      if (status === 'failed' || status === 'cancelled') {
        throw new Error(`the import ${id} ${status}: ${JSON.stringify(error)}`);
      }
      patience.saw(processed);
    }
    throw new Error(`the import ${id} did not get on for ${PATIENCE_MS / 1_000} s`);
  }

  private async ask(path: string, init: RequestInit, expected: readonly number[]): Promise<Response> {
    for (const until = performance.now() + PATIENCE_MS; ; await pause(PAUSE_MS)) {
      const response = await this.once(path, init).catch((error: unknown) => error as Error);
      // A cut connection says nothing of what was stored; the same events again count once.
      if (response instanceof Error) {
        if (performance.now() > until) throw new Error(`ingestion could not be reached: ${response.message}`);
        continue;
      }
      if (expected.includes(response.status)) return response;
      const text = await response.text();
      if (!TRY_AGAIN.has(response.status) || performance.now() > until) {
        throw new Error(`ingestion answered ${response.status} to the demo data: ${text}`);
      }
    }
  }

  private once(path: string, init: RequestInit): Promise<Response> {
    return fetch(`${this.url}${BASE}${path}`, {
      ...init,
      headers: { ...init.headers, 'x-write-key': this.writeKey },
      signal: AbortSignal.timeout(REQUEST_MS),
    });
  }
}
