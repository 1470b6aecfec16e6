import { createRequire } from 'node:module';

// Drivers of CommonJS, taken as they are published.
const require = createRequire(import.meta.url);
const { Client } = require('pg');
const { Kafka, logLevel } = require('kafkajs');
const { Redis } = require('ioredis');

const TIMEOUT_MS = 60_000;

/** The stores themselves, past the product and past the proxies. */
export class Stores {
  constructor(product) {
    this.product = product;
  }

  async warehouse(query) {
    const { url, database, username, password } = this.product.state.stores.clickhouse;
    const response = await fetch(`${url}/?${new URLSearchParams({ database, default_format: 'JSON' })}`, {
      method: 'POST',
      headers: { 'x-clickhouse-user': username, 'x-clickhouse-key': password },
      body: query,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`the warehouse answered ${response.status}: ${text.slice(0, 400)}`);
    return text.startsWith('{') ? JSON.parse(text).data : [];
  }

  /** Files of the lake as a table of the warehouse's engine. */
  lakeFiles(keys) {
    const { endpoint, lakeBucket, accessKeyId, secretAccessKey } = this.product.state.stores.s3;
    return `s3('${endpoint}/${lakeBucket}/{${keys.join(',')}}', '${accessKeyId}', '${secretAccessKey}', 'Parquet')`;
  }

  async postgres(text, values = []) {
    const client = new Client({
      connectionString: this.product.state.stores.postgres.url,
      connectionTimeoutMillis: 5_000,
      query_timeout: TIMEOUT_MS,
    });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return (await client.query(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async kafka(use) {
    const kafka = new Kafka({
      clientId: 'faults',
      brokers: this.product.state.stores.kafka.brokers,
      logLevel: logLevel.NOTHING,
    });
    const admin = kafka.admin();
    await admin.connect();
    try {
      return await use(admin, kafka);
    } finally {
      await admin.disconnect();
    }
  }

  /** One past the last record of each partition. */
  ends(topic) {
    return this.kafka(async (admin) => {
      const offsets = await admin.fetchTopicOffsets(topic);
      return offsets.map(({ partition, high }) => ({ part: partition, end: Number(high) }));
    });
  }

  async redis(use) {
    const redis = new Redis(this.product.state.stores.redis.url, { lazyConnect: true, retryStrategy: () => null });
    redis.on('error', () => undefined);
    await redis.connect();
    try {
      return await use(redis);
    } finally {
      redis.disconnect();
    }
  }
}
