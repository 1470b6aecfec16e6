import assert from 'node:assert/strict';
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { temporaryFolder } from '../journeys/command-line.mjs';
import { pickFree } from '../network/ports.mjs';
import { CONSOLE_PORT, ISSUER } from '../services/catalogue.mjs';
import { issuerProgram, issuerUrl } from '../services/programs.mjs';
import { startProgram } from '../supervisor/program.mjs';
import { createData } from '../system/data-directory.mjs';
import { clientsOf } from './clients.mjs';
import { AUDIENCE, DEMO_DEVELOPER } from './tokens.mjs';

/** Just enough of a browser: keeps cookies and goes nowhere by itself. */
class Browser {
  #cookies = new Map();

  async go(url, options = {}) {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const response = await fetch(url, { redirect: 'manual', ...options, headers: { cookie, ...options.headers } });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      this.#cookies.set(name, value);
    }
    return response;
  }
}

describe('the local issuer as an OpenID provider', () => {
  const dir = temporaryFolder();
  let data, issuer, running, discovered, keys, callback;

  before(async () => {
    data = createData(dir);
    const offset = (await pickFree()) - ISSUER.port;
    issuer = issuerUrl(offset);
    callback = `http://127.0.0.1:${CONSOLE_PORT + offset}/auth/callback`;
    const place = { owner: data.owner, logFile: data.file('issuer.log') };
    running = await startProgram(issuerProgram(data, offset), {}, place);
    await running.ready();
    discovered = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
    keys = createRemoteJWKSet(new URL(discovered.jwks_uri));
  });
  after(async () => {
    await running.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const ask = (client, form) =>
    fetch(discovered.token_endpoint, {
      method: 'POST',
      headers: { authorization: `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}` },
      body: new URLSearchParams(form),
    });
  const accessClaims = async (token) =>
    (await jwtVerify(token, keys, { issuer, audience: AUDIENCE, algorithms: ['ES256'], typ: 'at+jwt' })).payload;

  test('gives a service a token with the scopes it asked for, and no more than it has', async () => {
    const { service } = clientsOf(data);
    const answer = await ask(service, { grant_type: 'client_credentials', scope: 'metrics:read' });
    assert.equal(answer.status, 200);
    const { sub, client_id, scope, roles, exp, iat } = await accessClaims((await answer.json()).access_token);
    assert.deepEqual(
      { sub, client_id, scope, roles },
      {
        sub: service.id,
        client_id: service.id,
        scope: 'metrics:read',
        roles: undefined,
      },
    );
    assert.equal(exp - iat, 3600);
    const greedy = await ask(service, { grant_type: 'client_credentials', scope: 'metrics:read everything' });
    assert.equal((await accessClaims((await greedy.json()).access_token)).scope, 'metrics:read');
    const stranger = await ask({ ...service, secret: 'x' }, { grant_type: 'client_credentials' });
    assert.equal(stranger.status, 401);
  });

  test('gives the admin service the right to have events checked, and no other', async () => {
    const { admin } = clientsOf(data);
    const asked = (scope) => ask(admin, { grant_type: 'client_credentials', scope });
    const { access_token: token } = await (await asked('events:check')).json();
    assert.equal((await accessClaims(token)).scope, 'events:check');
    assert.equal((await asked('events:check events:write')).status, 400);
  });

  test('lets a person pick a role and hands the console a token that says it', async () => {
    const { console: client } = clientsOf(data);
    const browser = new Browser();
    const verifier = randomBytes(32).toString('base64url');
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    const query = new URLSearchParams({
      client_id: client.id,
      redirect_uri: callback,
      response_type: 'code',
      scope: 'openid profile',
      state: 'state-1',
      nonce: 'nonce-1',
      code_challenge: challenge,
      code_challenge_method: 'S256',
    });
    const sent = await browser.go(`${discovered.authorization_endpoint}?${query}`);
    assert.equal(sent.status, 303);
    const page = new URL(sent.headers.get('location'), issuer);
    const shown = await browser.go(page);
    assert.equal(shown.status, 200);
    assert.match(await shown.text(), /value="developer"/);
    const picked = await browser.go(page, { method: 'POST', body: new URLSearchParams({ role: 'developer' }) });
    const back = await browser.go(new URL(picked.headers.get('location'), issuer));
    const returned = new URL(back.headers.get('location'));
    assert.equal(`${returned.origin}${returned.pathname}`, callback);
    assert.equal(returned.searchParams.get('state'), 'state-1');
    const code = returned.searchParams.get('code');
    const exchange = { grant_type: 'authorization_code', code, redirect_uri: callback };
    assert.equal((await ask(client, { ...exchange, code_verifier: 'x'.repeat(43) })).status, 400);
    const again = await browser.go(`${discovered.authorization_endpoint}?${query}`);
    const second = new URL(again.headers.get('location')).searchParams.get('code');
    const answer = await ask(client, { ...exchange, code: second, code_verifier: verifier });
    assert.equal(answer.status, 200);
    const { access_token: token, id_token: idToken } = await answer.json();
    const { sub, roles, developer_id } = await accessClaims(token);
    assert.deepEqual([sub, roles, developer_id], ['role:developer', ['developer'], DEMO_DEVELOPER]);
    const { payload } = await jwtVerify(idToken, keys, { issuer, audience: client.id });
    assert.equal(payload.nonce, 'nonce-1');
    await assert.rejects(jwtVerify(idToken, keys, { issuer, audience: AUDIENCE }));
  });

  test('sends nobody to an address it does not know, and takes no log-in without a proof of who began it', async () => {
    const { console: client } = clientsOf(data);
    const ask = (more) =>
      fetch(
        `${discovered.authorization_endpoint}?${new URLSearchParams({ client_id: client.id, response_type: 'code', scope: 'openid', ...more })}`,
        { redirect: 'manual' },
      );
    const elsewhere = await ask({
      redirect_uri: 'http://127.0.0.1:1/evil',
      code_challenge: 'x',
      code_challenge_method: 'S256',
    });
    assert.equal(elsewhere.status, 400);
    const bare = await ask({ redirect_uri: callback });
    assert.match(bare.headers.get('location'), /error=invalid_request/);
    assert.equal((await fetch(`${issuer}/interaction/unknown`)).status, 400);
  });
});
