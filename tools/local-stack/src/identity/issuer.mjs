// The local issuer: publishes the key by which the services check tokens. It signs nothing itself; `token` does.
import http from 'node:http';
import { openData } from '../system/data-directory.mjs';
import { HOST } from '../network/loopback.mjs';
import { ALGORITHM, signingKey } from './signing-key.mjs';

const port = Number(process.env.ISSUER_PORT);
const issuer = `http://${HOST}:${port}`;
const key = signingKey(openData(process.env.ISSUER_DATA_DIR));

const ANSWERS = {
  '/health/ready': { status: 'ok' },
  '/health/live': { status: 'ok' },
  '/jwks': { keys: [key.publicJwk] },
  '/.well-known/openid-configuration': {
    issuer,
    jwks_uri: `${issuer}/jwks`,
    response_types_supported: ['token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: [ALGORITHM],
  },
};

const server = http.createServer({ requestTimeout: 10_000 }, (request, response) => {
  const { pathname } = new URL(request.url, issuer);
  const known = Object.hasOwn(ANSWERS, pathname);
  const status = !known ? 404 : request.method === 'GET' || request.method === 'HEAD' ? 200 : 405;
  const body = JSON.stringify(status === 200 ? ANSWERS[pathname] : { error: http.STATUS_CODES[status] });
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
  response.end(request.method === 'HEAD' ? undefined : body);
});
server.listen(port, HOST);
process.stdin.on('end', () => process.exit(0)).resume();
for (const name of ['SIGTERM', 'SIGINT']) process.once(name, () => process.exit(0));
