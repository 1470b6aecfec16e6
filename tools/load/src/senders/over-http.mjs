import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';

const TIMEOUT_MS = 30_000;
const AGAIN_MS = 500;

/** Batches to the collect API. */
export class OverHttp {
  #agent;
  #options;

  constructor({ url, writeKey, connections }) {
    this.#agent = new Agent({ keepAlive: true, maxSockets: connections });
    this.#options = { url: `${url}/api/v1/analytics/events`, writeKey };
  }

  async connect() {}

  async prepare() {}

  /**
   * One attempt: `settled` with how many events were taken and refused; `later` when the service asks to wait, in which case
   * nothing was stored; `unknown` when the connection broke, so that the same has to go again.
   */
  async send(events) {
    let answer;
    try {
      answer = await this.#post(JSON.stringify(events));
    } catch (error) {
      // Where nobody listens nothing was stored; any other end of a connection leaves it open.
      return { outcome: error.code === 'ECONNREFUSED' ? 'later' : 'unknown', afterMs: AGAIN_MS };
    }
    const { status, headers, body } = answer;
    if (status === 429 || status === 503) {
      return { outcome: 'later', afterMs: Math.max(AGAIN_MS, Number(headers['retry-after'] ?? 1) * 1_000) };
    }
    if (status !== 202 && status !== 200 && status !== 422) {
      return { outcome: 'refused', reason: `${status} ${body.slice(0, 300)}` };
    }
    const { accepted, duplicate, rejected } = JSON.parse(body).data;
    return { outcome: 'settled', accepted, duplicate, rejected };
  }

  #post(payload) {
    const { url, writeKey } = this.#options;
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(payload),
      'x-write-key': writeKey,
    };
    return new Promise((resolve, reject) => {
      const call = request(url, { method: 'POST', agent: this.#agent, headers, timeout: TIMEOUT_MS }, (response) => {
        text(response).then(
          (body) => resolve({ status: response.statusCode, headers: response.headers, body }),
          reject,
        );
      });
      call.on('timeout', () => call.destroy(new Error('no answer')));
      call.on('error', reject);
      call.end(payload);
    });
  }

  async close() {
    this.#agent.destroy();
  }
}
