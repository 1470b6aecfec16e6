import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module } from '@nestjs/common';
import { Part } from '../../config/env.decorator';
import { JwtConfig } from '../../config/parts/jwt.config';
import { startTestService, TestConfig, untilTrue } from '../../service/service.fixture';
import { AuthModule } from '../auth.module';
import { Roles } from '../route-access';
import { AUDIENCE, aToken, ecKey, ISSUER, rsaKey, TestIssuer } from './token.fixture';

class GuardedConfig extends TestConfig {
  @Part(() => JwtConfig) jwt: JwtConfig;
}
@Controller('games')
class GamesController {
  @Roles('developer') @Get() list(): string[] {
    return [];
  }
}
@Module({ imports: [AuthModule], controllers: [GamesController] })
class GamesModule {}

const start = (env: Record<string, string>) =>
  startTestService(GamesModule, {
    config: GuardedConfig,
    env: { JWT_ISSUER: ISSUER, JWT_AUDIENCE: AUDIENCE, ...env },
  });
const ask = async (url: string, token: string) =>
  (await fetch(`${url}/games`, { headers: { authorization: `Bearer ${token}` } })).status;

describe('the key file', () => {
  let folder: string;
  beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'keys-'))));
  afterAll(() => rmSync(folder, { recursive: true }));
  const file = (text: string | Buffer): { JWT_PUBLIC_KEY_PATH: string } => {
    const path = join(folder, 'key.pem');
    writeFileSync(path, text);
    return { JWT_PUBLIC_KEY_PATH: path };
  };
  const publicPem = (key: ReturnType<typeof rsaKey>) => key.publicKey.export({ type: 'spki', format: 'pem' });

  it.each([
    ['RSA', rsaKey('any'), ecKey('any')],
    ['EC', ecKey('any'), rsaKey('any')],
  ])('checks tokens of its own kind (%s), with or without a key id', async (_, key, other) => {
    const service = await start(file(publicPem(key)));
    try {
      expect(await ask(service.url, await aToken(key))).toBe(200);
      expect(await ask(service.url, await aToken(key, { header: { kid: undefined } }))).toBe(200);
      expect(await ask(service.url, await aToken(other))).toBe(401);
      expect(await ask(service.url, await aToken(key, { header: { kid: '../x' } }))).toBe(401);
    } finally {
      await service.close();
    }
  });

  it.each([
    ['is not there', () => ({ JWT_PUBLIC_KEY_PATH: '/nowhere.pem' }), 'cannot be read'],
    ['holds no key', () => file('hello'), 'no public key in PEM form'],
    ['holds a weak key', () => file(publicPem(rsaKey('weak', 1024))), 'RSA of 2048 bits or more'],
    [
      'holds a private key',
      () => file(rsaKey('own').privateKey.export({ type: 'pkcs8', format: 'pem' })),
      'holds a private key',
    ],
    ['and the key set are both named', () => ({ ...file('x'), JWT_JWKS_URL: 'http://localhost/jwks' }), 'exactly one'],
    ['and the key set are both missing', () => ({}) as Record<string, string>, 'exactly one'],
  ])('stops the start when it %s', async (_, env, why) => {
    await expect(start(env())).rejects.toMatchObject({ name: 'ConfigInvalid', message: expect.stringContaining(why) });
  });
});

describe('an issuer that is away', () => {
  it('does not stop the start: callers are told to come back, and let in once it answers', async () => {
    const issuer = await TestIssuer.start();
    const key = rsaKey('k-1');
    issuer.publish(key);
    issuer.down = true;
    const service = await start({ JWT_JWKS_URL: `${issuer.origin}/jwks` });
    try {
      const token = await aToken(key);
      const response = await fetch(`${service.url}/games`, { headers: { authorization: `Bearer ${token}` } });
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
      issuer.down = false;
      await untilTrue(async () => (await ask(service.url, token)) === 200);
    } finally {
      await service.close();
      await issuer.stop();
    }
  });
});
