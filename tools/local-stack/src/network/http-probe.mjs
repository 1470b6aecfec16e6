import http from 'node:http';
import { HOST } from './loopback.mjs';

/** Status and body of a local GET, or undefined when nothing answers. Never throws: a probe is a question. */
export function get(port, pathname, timeoutMs = 2_000) {
  return new Promise((resolve) => {
    const request = http.get({ host: HOST, port, path: pathname, timeout: timeoutMs, agent: false }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks).toString('utf8') }));
      response.on('error', () => resolve(undefined));
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(undefined));
  });
}
