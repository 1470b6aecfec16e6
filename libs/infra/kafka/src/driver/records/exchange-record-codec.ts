import { Module } from 'node:module';
import { decodeRecord } from './decode-record';
import { encodeRecord } from './encode-record';

const RECORDS = 'kafkajs/src/protocol/recordBatch/record/v0';

/**
 * Puts our encoder and decoder of records in the place of the driver's, which has no setting for them. The driver loads its
 * own with its first request, so this is done before it is loaded; a driver that already has them keeps them, and only
 * costs more.
 */
export function exchangeRecordCodec(): void {
  put(require.resolve(`${RECORDS}/index.js`), encodeRecord);
  put(require.resolve(`${RECORDS}/decoder.js`), decodeRecord);
}

function put(file: string, exports: unknown): void {
  require.cache[file] = Object.assign(new Module(file), { filename: file, loaded: true, exports });
}
