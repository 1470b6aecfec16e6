import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { type JWTHeaderParameters, type JWTPayload, SignJWT } from 'jose';

export const ISSUER = 'https://auth.test';
export const AUDIENCE = 'analytics';

export interface TestKey {
  readonly kid: string;
  readonly alg: 'RS256' | 'ES256';
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

export const rsaKey = (kid: string, modulusLength = 2048): TestKey => ({
  kid,
  alg: 'RS256',
  ...generateKeyPairSync('rsa', { modulusLength }),
});
export const ecKey = (kid: string): TestKey => ({
  kid,
  alg: 'ES256',
  ...generateKeyPairSync('ec', { namedCurve: 'P-256' }),
});

export const secondsFromNow = (seconds: number): number => Math.floor(Date.now() / 1_000) + seconds;

export interface TokenChanges {
  readonly header?: Partial<JWTHeaderParameters> & Record<string, unknown>;
  readonly claims?: JWTPayload;
}

/** A token that would be accepted, with what the test changes. */
export function aToken(key: TestKey, { header, claims }: TokenChanges = {}): Promise<string> {
  const payload = {
    iss: ISSUER,
    aud: AUDIENCE,
    sub: 'someone',
    roles: ['developer'],
    iat: secondsFromNow(0),
    exp: secondsFromNow(600),
    ...claims,
  };
  const kept = Object.fromEntries(Object.entries(payload).filter(([, value]) => value !== undefined));
  const protectedHeader = { alg: key.alg, kid: key.kid, typ: 'at+jwt', ...header } as JWTHeaderParameters;
  return new SignJWT(kept).setProtectedHeader(protectedHeader).sign(key.privateKey);
}

const encode = (part: unknown): string =>
  Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');

/** A token with parts that no honest library would make. */
export const rawToken = (header: unknown, payload: unknown, signature: Buffer | string = ''): string =>
  `${encode(header)}.${encode(payload)}.${Buffer.from(signature).toString('base64url')}`;

/** A local issuer that publishes its key set and counts who asked. */
export class TestIssuer {
  fetches = 0;
  paths: string[] = [];
  down = false;
  private keys: object[] = [];
  private constructor(private readonly server: Server) {}

  static async start(): Promise<TestIssuer> {
    const server = createServer((request, response) => issuer.answer(request.url ?? '', response));
    const issuer = new TestIssuer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return issuer;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  publish(...keys: (TestKey | object)[]): void {
    this.keys = keys.map((key) =>
      'publicKey' in key
        ? { ...(key as TestKey).publicKey.export({ format: 'jwk' }), kid: (key as TestKey).kid, use: 'sig' }
        : key,
    );
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private answer(path: string, response: import('node:http').ServerResponse): void {
    this.paths.push(path);
    if (path === '/jwks') this.fetches += 1;
    response.writeHead(this.down ? 500 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ keys: this.keys }));
  }
}
