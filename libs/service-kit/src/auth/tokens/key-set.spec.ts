import { Logger } from '@nestjs/common';
import { KeySet } from './key-set';
import { ecKey, rsaKey, TestIssuer } from './token.fixture';

const MINUTE = 60_000;
const limits = { jwksCacheMs: 10 * MINUTE, jwksCooldownMs: 30_000, jwksKeepMs: 60 * MINUTE };
const old = rsaKey('old');
const young = ecKey('young');

describe('the key set of the issuer', () => {
  beforeAll(() => Logger.overrideLogger(false));
  let issuer: TestIssuer;
  let now: number;
  let keys: KeySet;
  beforeEach(async () => {
    issuer = await TestIssuer.start();
    issuer.publish(old);
    now = 0;
    keys = new KeySet(`${issuer.origin}/jwks`, limits, () => now, MINUTE);
  });
  afterEach(() => issuer.stop());

  it('is fetched once for many who ask', async () => {
    const found = await Promise.all(Array.from({ length: 50 }, () => keys.find('old')));
    expect(found.every((key) => key?.algorithm === 'RS256')).toBe(true);
    expect(issuer.fetches).toBe(1);
  });

  it('A10 is fetched at most once in the cooldown for a thousand unknown ids', async () => {
    await keys.find('old');
    now += limits.jwksCooldownMs;
    for (let index = 0; index < 1_000; index += 1) expect(await keys.find(`unknown-${index}`)).toBeUndefined();
    expect(issuer.fetches).toBe(2);
  });

  it('A13 finds a new key with one refresh and drops a removed one when the cache ends', async () => {
    await keys.find('old');
    issuer.publish(young);
    now += limits.jwksCooldownMs;
    expect((await keys.find('young'))?.algorithm).toBe('ES256');
    expect(await keys.find('old')).toBeUndefined();
    issuer.publish(old);
    now += limits.jwksCacheMs;
    expect(await keys.find('young')).toBeUndefined();
    expect(issuer.fetches).toBe(3);
  });

  it('keeps the last known keys for an hour while the issuer is down', async () => {
    await keys.find('old');
    issuer.down = true;
    now += 59 * MINUTE;
    expect(await keys.find('old')).toBeDefined();
    now += 2 * MINUTE;
    await expect(keys.find('old')).rejects.toMatchObject({ kind: 'unavailable' });
    issuer.down = false;
    now += 1_000;
    expect(await keys.find('old')).toBeDefined();
  });

  it('does not hammer an issuer that is down', async () => {
    issuer.down = true;
    for (let index = 0; index < 20; index += 1) {
      await expect(keys.find('old')).rejects.toMatchObject({ kind: 'unavailable' });
    }
    expect(issuer.fetches).toBe(1);
  });

  it('A20 ignores keys that must not verify anything', async () => {
    const jwk = old.publicKey.export({ format: 'jwk' });
    issuer.publish(
      { kty: 'oct', kid: 'symmetric', k: 'c2VjcmV0', alg: 'HS256' },
      rsaKey('short', 1024),
      { ...jwk, kid: 'for-encryption', use: 'enc' },
      { ...jwk, kid: 'other-algorithm', alg: 'PS256' },
      { ...jwk, kid: 7 },
      { kty: 'RSA', kid: 'broken', n: '!', e: '!' },
      { kty: 'EC', crv: 'P-521', kid: 'other-curve', x: 'AA', y: 'AA' },
      young,
    );
    for (const kid of ['symmetric', 'short', 'for-encryption', 'other-algorithm', '7', 'broken', 'other-curve']) {
      expect(await keys.find(kid)).toBeUndefined();
    }
    expect(await keys.find('young')).toBeDefined();
  });

  it('finds nothing for a token without a key id', async () => {
    expect(await keys.find(undefined)).toBeUndefined();
  });
});
