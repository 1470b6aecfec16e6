import assert from 'node:assert/strict';
import { rmSync, statSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { get } from '../network/http-probe.mjs';
import { pickFree } from '../network/ports.mjs';
import { temporaryFolder } from '../journeys/command-line.mjs';
import { ISSUER } from '../services/catalogue.mjs';
import { issuerProgram, issuerUrl } from '../services/programs.mjs';
import { startProgram } from '../supervisor/program.mjs';
import { createData } from '../system/data-directory.mjs';
import { signingKey } from './signing-key.mjs';
import { AUDIENCE, issueToken, personOf, readTtl, ROLES, tokensForEveryRole } from './tokens.mjs';

describe('tokens of the local issuer', () => {
  const dir = temporaryFolder();
  let data;
  let issuer;
  let running;
  let keys;

  before(async () => {
    data = createData(dir);
    const offset = (await pickFree()) - ISSUER.port;
    issuer = issuerUrl(offset);
    running = await startProgram(
      issuerProgram(data, offset),
      {},
      { owner: data.owner, logFile: data.file('issuer.log') },
    );
    await running.ready();
    const { body } = await get(Number(new URL(issuer).port), '/.well-known/openid-configuration');
    keys = createRemoteJWKSet(new URL(JSON.parse(body).jwks_uri));
  });
  after(async () => {
    await running.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const verify = (token) =>
    jwtVerify(token, keys, { issuer, audience: AUDIENCE, algorithms: ['ES256'], typ: 'at+jwt' });

  test('are accepted by a verifier that knows only the issuer', async () => {
    const person = personOf('developer', { developerId: 'studio-1', subject: 'someone' });
    const token = issueToken(signingKey(data), { ...person, issuer, scope: 'a b', clientId: 'robot', ttlSeconds: 60 });
    const { payload, protectedHeader } = await verify(token);
    const { iat, nbf, exp, jti, ...claims } = payload;
    assert.deepEqual(claims, {
      iss: issuer,
      aud: AUDIENCE,
      sub: 'someone',
      roles: ['developer'],
      developer_id: 'studio-1',
      client_id: 'robot',
      scope: 'a b',
    });
    assert.equal(exp - iat, 60);
    assert.equal(nbf, iat);
    assert.ok(jti.length > 20);
    assert.equal(protectedHeader.kid, signingKey(data).kid);
  });

  test('exist for every role, each with the identity the role needs', async () => {
    const tokens = tokensForEveryRole(signingKey(data), issuer, 60);
    assert.deepEqual(Object.keys(tokens), ROLES);
    for (const role of ROLES) assert.deepEqual((await verify(tokens[role])).payload.roles, [role]);
    assert.ok((await verify(tokens.developer)).payload.developer_id);
    assert.ok((await verify(tokens.user)).payload.user_id);
  });

  test('are refused when they are over, or signed by the key of another stack', async () => {
    const person = { ...personOf('user'), issuer, ttlSeconds: 60 };
    const old = issueToken(signingKey(data), { ...person, now: Date.now() - 3_600_000 });
    await assert.rejects(verify(old), { code: 'ERR_JWT_EXPIRED' });
    const other = temporaryFolder();
    await assert.rejects(verify(issueToken(signingKey(createData(other)), person)), {
      code: 'ERR_JWKS_NO_MATCHING_KEY',
    });
    rmSync(other, { recursive: true, force: true });
  });

  test('the signing key is made once and is for its owner only', () => {
    assert.equal(signingKey(data).kid, signingKey(data).kid);
    assert.equal(statSync(data.file('issuer', 'key.json')).mode & 0o777, 0o600);
  });

  test('the published key has no private part', async () => {
    const { body } = await get(Number(new URL(issuer).port), '/jwks');
    assert.deepEqual(Object.keys(JSON.parse(body).keys[0]).sort(), ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']);
  });
});

describe('the life of a token', () => {
  for (const [text, seconds] of [
    ['90s', 90],
    ['30m', 1800],
    ['1h', 3600],
    ['24h', 86_400],
  ]) {
    test(`${text} is ${seconds} seconds`, () => assert.equal(readTtl(text), seconds));
  }
  for (const text of ['25h', '0s', '1d', '', '-1h', '1.5h']) {
    test(`"${text}" is refused`, () => assert.throws(() => readTtl(text), /--ttl takes a time/));
  }
});
