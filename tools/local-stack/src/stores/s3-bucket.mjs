import { createHash, createHmac } from 'node:crypto';
import http from 'node:http';

const sha256 = (text) => createHash('sha256').update(text).digest('hex');
const hmac = (key, text) => createHmac('sha256', key).update(text).digest();

/** AWS signature version 4 of a request without a body, written out because packages may not be installed yet. */
export function signedHeaders({ method, url, region, accessKeyId, secretAccessKey, now = new Date() }) {
  const { host, pathname } = new URL(url);
  const stamp = now.toISOString().replace(/[-:]|\.\d{3}/g, '');
  const scope = `${stamp.slice(0, 8)}/${region}/s3/aws4_request`;
  const headers = { host, 'x-amz-content-sha256': sha256(''), 'x-amz-date': stamp };
  const names = Object.keys(headers).join(';');
  const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
  const request = [method, pathname, '', lines.join(''), names, headers['x-amz-content-sha256']].join('\n');
  const toSign = ['AWS4-HMAC-SHA256', stamp, scope, sha256(request)].join('\n');
  const key = scope.split('/').reduce((previous, part) => hmac(previous, part), `AWS4${secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
  return { ...headers, authorization };
}

const ALREADY_THERE = 409;

export function createBucket(connection, bucket) {
  const url = `${connection.endpoint}/${bucket}`;
  const headers = signedHeaders({ method: 'PUT', url, ...connection });
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'PUT', headers, timeout: 10_000, agent: false }, (response) => {
      response.resume().on('end', () => {
        if (response.statusCode === 200 || response.statusCode === ALREADY_THERE) resolve();
        else reject(new Error(`creating the bucket ${bucket} was answered with ${response.statusCode}`));
      });
    });
    request.on('timeout', () => request.destroy(new Error(`creating the bucket ${bucket} timed out`)));
    request.on('error', reject);
    request.end();
  });
}
