import { createHmac, sign } from 'node:crypto';
import { Controller, Get, Module } from '@nestjs/common';
import { Part } from '../../config/env.decorator';
import { JwtConfig } from '../../config/parts/jwt.config';
import { startTestService, TestConfig, type TestService, untilTrue } from '../../service/service.fixture';
import { AuthModule } from '../auth.module';
import type { Principal } from '../principal';
import { Public, Roles, Scopes } from '../route-access';
import { AUDIENCE, aToken, ecKey, ISSUER, rawToken, rsaKey, secondsFromNow, TestIssuer } from './token.fixture';
import { Who } from '../who.decorator';

class GuardedConfig extends TestConfig {
  @Part(() => JwtConfig) jwt: JwtConfig;
}

@Controller('games')
class GamesController {
  @Roles('developer')
  @Get('own')
  own(@Who() who: Principal): { who: Principal } {
    return { who };
  }

  @Scopes('predictions:write')
  @Get('predict')
  predict(@Who() who: Principal): { client: string | undefined } {
    return { client: who.clientId };
  }

  @Public()
  @Get('count')
  count(): { count: number } {
    return { count: 1 };
  }
}
@Module({ imports: [AuthModule], controllers: [GamesController] })
class GamesModule {}

const rsa = rsaKey('rsa-1');
const ec = ecKey('ec-1');
const stranger = rsaKey('rsa-1');
const claims = () => ({
  iss: ISSUER,
  aud: AUDIENCE,
  sub: 'someone',
  roles: ['developer'],
  iat: secondsFromNow(0),
  exp: secondsFromNow(600),
});
const header = (more: object = {}) => ({ alg: 'RS256', kid: 'rsa-1', typ: 'at+jwt', ...more });
const pem = rsa.publicKey.export({ type: 'spki', format: 'pem' }).toString();
const hmac = (text: string) => createHmac('sha256', pem).update(text).digest();
const signedRaw = (head: unknown, payload: unknown): string => {
  const [unsigned] = [rawToken(head, payload).replace(/\.$/, '')];
  return `${unsigned}.${sign('sha256', Buffer.from(unsigned), rsa.privateKey).toString('base64url')}`;
};

const ALL_BUT_THE_DATE = [
  ...(['nextTick', 'queueMicrotask', 'hrtime', 'performance'] as const),
  ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval', 'setTimeout', 'clearTimeout'] as const),
];

describe('tokens', () => {
  let issuer: TestIssuer;
  let service: TestService;
  const env = (more: Record<string, string> = {}) => ({
    JWT_JWKS_URL: `${issuer.origin}/jwks`,
    JWT_ISSUER: ISSUER,
    JWT_AUDIENCE: AUDIENCE,
    ...more,
  });
  const ask = (token: string | undefined, path = '/games/own') =>
    fetch(`${service.url}${path}`, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  const status = async (token: string | undefined, path?: string) => (await ask(token, path)).status;

  beforeAll(async () => {
    issuer = await TestIssuer.start();
    issuer.publish(rsa, ec);
    service = await startTestService(GamesModule, { config: GuardedConfig, env: env() });
    // From here on the key set is known, however slow its first fetch was.
    await untilTrue(async () => (await status(await aToken(rsa))) === 200, 60_000);
  });
  afterAll(async () => {
    await service.close();
    await issuer.stop();
  });

  it.each([
    ['RS256', rsa],
    ['ES256', ec],
  ])('accepts a good token signed with %s', async (_, key) => {
    const response = await ask(await aToken(key, { claims: { developer_id: 'dev-7', user_id: 'u-1', scope: 'a b' } }));
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      who: {
        subject: 'someone',
        roles: ['developer'],
        scopes: ['a', 'b'],
        developerId: 'dev-7',
        userId: 'u-1',
        expiresAt: expect.any(String),
      },
    });
  });

  it('A1 answers 401 without a token, and says how to authenticate', async () => {
    const response = await ask(undefined);
    expect(response.status).toBe(401);
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="analytics"');
    expect(await response.json()).toMatchObject({ errors: [{ code: 'UNAUTHENTICATED' }] });
  });

  it('tells who sent a bad token that the token is at fault, and nothing more', async () => {
    const response = await ask(await aToken(rsa, { claims: { aud: 'others' } }));
    expect(response.headers.get('www-authenticate')).toBe('Bearer realm="analytics", error="invalid_token"');
    expect(JSON.stringify(await response.json())).not.toMatch(/aud/);
  });

  const refused: [string, string, () => string | Promise<string>][] = [
    ['A2 alg none', 'alg', () => rawToken(header({ alg: 'none' }), claims())],
    ['A2 alg NoNe', 'alg', () => rawToken(header({ alg: 'NoNe' }), claims())],
    ['A2 alg none with a signature', 'alg', () => rawToken(header({ alg: 'none' }), claims(), 'x')],
    [
      'A3 HS256 signed with the public key',
      'alg',
      () => {
        const unsigned = rawToken(header({ alg: 'HS256' }), claims()).replace(/\.$/, '');
        return `${unsigned}.${hmac(unsigned).toString('base64url')}`;
      },
    ],
    ['A4 ES256 in the header with the id of an RSA key', 'alg', () => aToken(ec, { header: { kid: 'rsa-1' } })],
    ['A4 RS256 in the header with the id of an EC key', 'alg', () => aToken(rsa, { header: { kid: 'ec-1' } })],
    ['A5 expired longer ago than the leeway', 'exp', () => aToken(rsa, { claims: { exp: secondsFromNow(-62) } })],
    ['A6 not valid yet', 'nbf', () => aToken(rsa, { claims: { nbf: secondsFromNow(120) } })],
    ['issued in the future', 'iat', () => aToken(rsa, { claims: { iat: secondsFromNow(120) } })],
    ['older than a day', 'iat', () => aToken(rsa, { claims: { iat: secondsFromNow(-86_400 - 62) } })],
    ['without exp', 'exp', () => aToken(rsa, { claims: { exp: undefined } })],
    ['without iat', 'iat', () => aToken(rsa, { claims: { iat: undefined } })],
    ['without sub', 'sub', () => aToken(rsa, { claims: { sub: undefined } })],
    ['A7 another audience', 'aud', () => aToken(rsa, { claims: { aud: 'billing' } })],
    ['A8 another issuer', 'iss', () => aToken(rsa, { claims: { iss: 'https://evil.test' } })],
    ['A9 an id token', 'typ', () => aToken(rsa, { header: { typ: 'JWT' } })],
    ['A9 a refresh token', 'typ', () => aToken(rsa, { header: { typ: 'refresh+jwt' } })],
    ['A9 no typ', 'typ', () => aToken(rsa, { header: { typ: undefined } })],
    ['no kid', 'kid', () => aToken(rsa, { header: { kid: undefined } })],
    ['a key of somebody else under our kid', 'signature', () => aToken(stranger)],
    ['A12 a path as kid', 'kid', () => aToken(rsa, { header: { kid: '../../etc/passwd' } })],
    ['A12 SQL as kid', 'kid', () => aToken(rsa, { header: { kid: "' OR 1=1 --" } })],
    ['A12 NUL in kid', 'kid', () => aToken(rsa, { header: { kid: 'rsa-1\u0000' } })],
    ['a number as kid', 'kid', () => aToken(rsa, { header: { kid: 7 as never } })],
    ['a prototype name as kid', 'kid', () => aToken(rsa, { header: { kid: 'constructor' } })],
    ['A16 an unknown crit', 'header', () => signedRaw(header({ crit: ['exotic'], exotic: 1 }), claims())],
    ['A15 roles as an object', 'roles', () => aToken(rsa, { claims: { roles: { developer: true } } })],
    ['roles as a text', 'roles', () => aToken(rsa, { claims: { roles: 'developer' } })],
    ['an unknown role', 'roles', () => aToken(rsa, { claims: { roles: ['developer', 'root'] } })],
    ['a nested role', 'roles', () => aToken(rsa, { claims: { roles: [['developer']] } })],
    [
      'A15 roles named twice',
      'duplicate claims',
      () => signedRaw(header(), JSON.stringify(claims()).replace('{', '{"roles":["platform_admin"],')),
    ],
    [
      'A15 roles named twice, once escaped',
      'duplicate claims',
      () => signedRaw(header(), JSON.stringify(claims()).replace('{', '{"\\u0072oles":["platform_admin"],')),
    ],
    [
      'kid named twice',
      'duplicate headers',
      () => signedRaw(JSON.stringify(header()).replace('{', '{"kid":"ec-1",'), claims()),
    ],
    [
      'A17 a signature of zeros',
      'signature',
      () => rawToken(header({ alg: 'ES256', kid: 'ec-1' }), claims(), Buffer.alloc(64)),
    ],
    ['two parts', 'form', async () => (await aToken(rsa)).split('.').slice(0, 2).join('.')],
    ['five parts', 'form', async () => `${await aToken(rsa)}.a.b`],
    ['no JSON', 'form', () => 'a.b.c'],
    ['an array as header', 'alg', () => rawToken([], claims(), 'x')],
    ['a long subject', 'sub', () => aToken(rsa, { claims: { sub: 's'.repeat(256) } })],
  ];
  it.each(refused)('refuses a token with %s, for its %s', async (_, reason, make) => {
    expect(await status(await make())).toBe(401);
    expect(service.log.filter((line) => line['msg'] === 'a credential was refused').at(-1)).toMatchObject({ reason });
  });

  it('A5 A6 forgives a minute of clock difference', async () => {
    // The time of day stands still, so that how long a request takes has no say.
    jest.useFakeTimers({ doNotFake: ALL_BUT_THE_DATE });
    try {
      const statusWith = async (claims: Record<string, number>) => status(await aToken(rsa, { claims }));
      expect(await statusWith({ exp: secondsFromNow(-59) })).toBe(200);
      expect(await statusWith({ exp: secondsFromNow(-60) })).toBe(401);
      expect(await statusWith({ nbf: secondsFromNow(60) })).toBe(200);
      expect(await statusWith({ nbf: secondsFromNow(61) })).toBe(401);
    } finally {
      jest.useRealTimers();
    }
  });

  it.each(['jku', 'x5u', 'jwk', 'x5c'])(
    'A11 refuses a token that brings its own key (%s) and asks nobody for it',
    async (name) => {
      const before = issuer.paths.length;
      const own = { jku: `${issuer.origin}/evil`, x5u: `${issuer.origin}/evil`, x5c: ['MIIB'], jwk: { kty: 'RSA' } };
      const token = await aToken(stranger, { header: { [name]: own[name as keyof typeof own] } });
      expect(await status(token)).toBe(401);
      expect(issuer.paths.slice(before).filter((path) => path !== '/jwks')).toEqual([]);
    },
  );

  it('A19 refuses a tampered payload', async () => {
    const [head, , signature] = (await aToken(rsa)).split('.');
    const payload = Buffer.from(JSON.stringify({ ...claims(), roles: ['platform_admin'] })).toString('base64url');
    expect(await status(`${head}.${payload}.${signature}`)).toBe(401);
  });

  it('A14 refuses a very long token without looking at it', async () => {
    expect(await status(await aToken(rsa, { claims: { padding: 'x'.repeat(9_000) } }))).toBe(401);
    expect(await status(await aToken(rsa, { claims: { padding: 'x'.repeat(60_000) } }))).toBe(431);
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, index) => [`c${index}`, index]));
    expect([401, 431]).toContain(await status(await aToken(rsa, { claims: many })));
  });

  it('A18 takes no token from the query string, and logs none', async () => {
    const token = await aToken(rsa);
    expect(await status(undefined, `/games/own?access_token=${token}&token=${token}`)).toBe(401);
    expect(await status(token)).toBe(200);
    expect(service.logText()).not.toContain(token);
  });

  it('opens a public route to everyone, with a bad token too', async () => {
    expect(await status(undefined, '/games/count')).toBe(200);
    expect(await status('a.b.c', '/games/count')).toBe(200);
  });

  it('answers 403 to a known caller without the role', async () => {
    const response = await ask(await aToken(rsa, { claims: { roles: ['user'] } }));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ errors: [{ code: 'ACCESS_DENIED_TO_RESOURCE' }] });
  });

  it('gives the platform admin every function', async () => {
    const token = await aToken(rsa, { claims: { roles: ['platform_admin'] } });
    expect([await status(token), await status(token, '/games/predict')]).toEqual([200, 200]);
  });

  it('B32 counts scopes for service accounts only', async () => {
    const scope = 'predictions:write';
    const person = await aToken(rsa, { claims: { roles: undefined, scope } });
    const service = await aToken(rsa, { claims: { roles: undefined, scope, client_id: 'report-worker' } });
    const other = await aToken(rsa, { claims: { roles: undefined, scope: 'events:write', client_id: 'x' } });
    const through = await aToken(rsa, { claims: { roles: ['developer'], scope, client_id: 'console' } });
    const all = [person, service, other, through];
    expect(await Promise.all(all.map((token) => status(token, '/games/predict')))).toEqual([403, 200, 403, 403]);
  });

  it('B37 is the same guard however the address is written', async () => {
    for (const path of ['/games//own', '/games/./own', '/GAMES/own', '/games/own/', '/games/%2e/own', '//games/own']) {
      expect([401, 404]).toContain(await status(undefined, path));
    }
  });
});
