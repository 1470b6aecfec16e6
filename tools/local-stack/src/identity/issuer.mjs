// The local issuer: an OpenID provider whose people are the roles of the platform. Its key also signs what `token` prints.
import http from 'node:http';
import { openData } from '../system/data-directory.mjs';
import { HOST } from '../network/loopback.mjs';
import { clientsOf } from './clients.mjs';
import { openidProvider } from './provider.mjs';
import { accountId, isRole, languageOf, rolePage } from './role-picker.mjs';
import { signingKey } from './signing-key.mjs';

const MAX_FORM_BYTES = 1024;
const port = Number(process.env.ISSUER_PORT);
const data = openData(process.env.ISSUER_DATA_DIR);
const provider = openidProvider({
  issuer: `http://${HOST}:${port}`,
  key: signingKey(data),
  clients: clientsOf(data),
  consoleUrl: process.env.CONSOLE_URL,
});
const answerAsProvider = provider.callback();

function answer(response, status, { headers, body }) {
  response.writeHead(status, { ...headers, 'cache-control': 'no-store', 'content-length': Buffer.byteLength(body) });
  response.end(body);
}
const json = (value) => ({ headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) });

async function formOf(request) {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) {
    text += chunk;
    if (text.length > MAX_FORM_BYTES) throw new RangeError('the form is too large');
  }
  return new URLSearchParams(text);
}

async function pickRole(request, response, uid) {
  // Throws when the browser that asks is not the one that was sent here.
  await provider.interactionDetails(request, response);
  const language = languageOf(request.headers['accept-language']);
  if (request.method === 'GET') return answer(response, 200, rolePage(uid, language));
  const role = (await formOf(request)).get('role');
  if (!isRole(role)) return answer(response, 400, json({ error: 'pick one of the roles' }));
  return provider.interactionFinished(request, response, { login: { accountId: accountId(role) } });
}

async function serve(request, response) {
  const { pathname } = new URL(request.url, 'http://issuer');
  if (pathname === '/health/ready' || pathname === '/health/live') return answer(response, 200, json({ status: 'ok' }));
  const [, uid] = /^\/interaction\/([\w-]+)$/.exec(pathname) ?? [];
  return uid === undefined ? answerAsProvider(request, response) : pickRole(request, response, uid);
}

const server = http.createServer({ requestTimeout: 10_000 }, (request, response) => {
  serve(request, response).catch((error) => {
    console.error(error);
    if (response.headersSent) response.destroy();
    else answer(response, 400, json({ error: 'this log-in is over: begin again from the page that sent you here' }));
  });
});
server.listen(port, HOST);
process.stdin.on('end', () => process.exit(0)).resume();
for (const name of ['SIGTERM', 'SIGINT']) process.once(name, () => process.exit(0));
