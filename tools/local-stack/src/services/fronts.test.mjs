import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, it } from 'node:test';
import { serverProperties } from '../stores/kafka-properties.mjs';
import { frontedStores, readFronts, readSettings, settingsOf } from './fronts.mjs';

const STORES = ['kafka', 'postgres', 's3'];

describe('a proxy in front of a store', () => {
  it('is the address that services are told, credentials and all else as they were', () => {
    const stores = {
      kafka: { brokers: ['127.0.0.1:1'], clusterId: 'c' },
      postgres: { url: 'postgres://postgres:p-w_1@127.0.0.1:2/postgres' },
      s3: { endpoint: 'http://127.0.0.1:3', region: 'r' },
      redis: { url: 'redis://:pw@127.0.0.1:4' },
    };
    assert.deepEqual(frontedStores(stores, { kafka: 11, postgres: 12, s3: 13 }), {
      kafka: { brokers: ['127.0.0.1:11'], clusterId: 'c' },
      postgres: { url: 'postgres://postgres:p-w_1@127.0.0.1:12/postgres' },
      s3: { endpoint: 'http://127.0.0.1:13', region: 'r' },
      redis: { url: 'redis://:pw@127.0.0.1:4' },
    });
  });
  it('is read from a flag, and anything else there is refused', () => {
    assert.deepEqual(readFronts(undefined, STORES), {});
    assert.deepEqual(readFronts('kafka=11,s3=13', STORES), { kafka: 11, s3: 13 });
    for (const text of ['kafka', 'kafka=', 'mysql=1', 'kafka=70000', 'kafka=0']) {
      assert.throws(() => readFronts(text, STORES), /--front takes/, text);
    }
  });
  it('has a listener of its own in Kafka, which names the proxy to those who come through it', () => {
    const lines = serverProperties({ port: 1, controllerPort: 2, frontPort: 3, logDir: '/l', front: 11 }).split('\n');
    assert.ok(lines.includes('listeners=PLAINTEXT://127.0.0.1:1,CONTROLLER://127.0.0.1:2,FRONT://127.0.0.1:3'));
    assert.ok(lines.includes('advertised.listeners=PLAINTEXT://127.0.0.1:1,FRONT://127.0.0.1:11'));
    assert.ok(!serverProperties({ port: 1, controllerPort: 2, frontPort: 3, logDir: '/l' }).includes('FRONT'));
  });
});

describe('settings of services', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'settings-'));
  const file = path.join(folder, 'settings.json');
  const written = (content) => {
    writeFileSync(file, content);
    return file;
  };
  it('are of all, or of one by its name, which has the last word', () => {
    const settings = readSettings(written('{"*":{"A":"1","B":"1"},"admin":{"B":"2"}}'), ['admin', 'ingestion']);
    assert.deepEqual(settingsOf(settings, 'admin'), { A: '1', B: '2' });
    assert.deepEqual(settingsOf(settings, 'ingestion'), { A: '1', B: '1' });
    assert.deepEqual(settingsOf(readSettings(undefined, []), 'admin'), {});
  });
  it('are refused when they are of nobody, no texts, or not there', () => {
    for (const text of ['{"adnim":{}}', '{"admin":{"A":1}}', '{"admin":"A"}', 'no']) {
      assert.throws(() => readSettings(written(text), ['admin']), /--settings/, text);
    }
    rmSync(folder, { recursive: true });
    assert.throws(() => readSettings(file, ['admin']), /--settings/);
  });
});
