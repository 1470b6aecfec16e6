import { performance } from 'node:perf_hooks';

const TIMEOUT_MS = 60_000;

/** The query API as a person with every right asks it. */
export class Asking {
  #url;
  #token;

  constructor({ services, credentials }) {
    this.#url = services['query-api'].url;
    this.#token = credentials.tokens.platform_admin;
  }

  /** How long an answer took, and whether it was one kept from before; a refusal to answer in time is the slowest of all. */
  async ask(address) {
    const began = performance.now();
    const body = await this.#get(address, [503, 504]);
    return { ms: performance.now() - began, cached: body?.meta.cached ?? false, failed: body === undefined };
  }

  /** The tables an answer would be read from. */
  async tablesOf(address) {
    const [path, search] = address.split('?');
    const { data } = await this.#get(`${path}/explain?${search}`);
    return [...new Set(data.statements.flatMap(({ tables }) => tables))].sort();
  }

  async #get(address, expected = []) {
    for (;;) {
      const response = await fetch(`${this.#url}${address}`, {
        headers: { authorization: `Bearer ${this.#token}` },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      if (response.ok) return JSON.parse(text);
      if (expected.includes(response.status)) return undefined;
      if (response.status !== 429) throw new Error(`${response.status} to ${address}: ${text.slice(0, 300)}`);
      await new Promise((resolve) => setTimeout(resolve, 1_000 * Number(response.headers.get('retry-after') ?? 1)));
    }
  }
}
