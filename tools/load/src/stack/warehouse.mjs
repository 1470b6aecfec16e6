const TIMEOUT_MS = 600_000;

/** Asks the engine of the warehouse itself, past the product: that is what makes an oracle one. */
export class Warehouse {
  #stores;

  constructor({ clickhouse, s3 }) {
    this.#stores = { clickhouse, s3 };
  }

  async run(query, { params = {}, settings = {} } = {}) {
    const { url, database, username, password } = this.#stores.clickhouse;
    const bound = Object.fromEntries(Object.entries(params).map(([name, value]) => [`param_${name}`, String(value)]));
    const search = new URLSearchParams({ database, default_format: 'JSONEachRow', ...settings, ...bound });
    const response = await fetch(`${url}/?${search}`, {
      method: 'POST',
      headers: { 'x-clickhouse-user': username, 'x-clickhouse-key': password },
      body: query,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the warehouse answered ${response.status}: ${text.slice(0, 600)}`);
    return text
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line));
  }

  async one(query, options) {
    const [row] = await this.run(query, options);
    return row;
  }

  /** Every file of the lake as a table. */
  lake() {
    const { endpoint, lakeBucket, accessKeyId, secretAccessKey } = this.#stores.s3;
    return `s3('${endpoint}/${lakeBucket}/raw_events/**.parquet', '${accessKeyId}', '${secretAccessKey}', 'Parquet', 'source String, id String, _kt String, _kp Int32, _ko UInt64')`;
  }
}
