import { CompactEncrypt, compactDecrypt } from 'jose';
import { Browser } from './browser.fixture';
import { ConsoleService } from './console-service.fixture';

describe('a session whose token is near its end', () => {
  let subject: ConsoleService;
  beforeAll(async () => {
    subject = await ConsoleService.start();
  });
  afterAll(() => subject?.stop());

  /** The spec has the key, so it can make time pass; nobody else can. */
  async function aged(browser: Browser, change: object): Promise<void> {
    const key = Buffer.from(subject.env['CONSOLE_SESSION_KEY']!, 'base64url');
    const jar = browser.jar(new URL(subject.url).host);
    const [[name, sealed]] = [...jar] as [[string, string]];
    const { plaintext } = await compactDecrypt(sealed, key);
    const session = { ...(JSON.parse(Buffer.from(plaintext).toString()) as object), ...change };
    const header = { alg: 'dir', enc: 'A256GCM', typ: 'session' };
    jar.set(
      name,
      await new CompactEncrypt(Buffer.from(JSON.stringify(session))).setProtectedHeader(header).encrypt(key),
    );
  }
  const ask = (browser: Browser) => browser.go(`${subject.url}/api/v1/analytics/metrics/definitions`);
  const tokenHeard = () => subject.queryApi.heard.at(-1)!.headers.authorization;

  it('gets a new one without anybody noticing, once for all requests of a page', async () => {
    const browser = new Browser();
    await browser.logIn(subject.url, 'platform_admin');
    await ask(browser);
    const before = tokenHeard();
    await aged(browser, { accessUntil: Date.now() + 1_000 });
    const answers = await Promise.all(Array.from({ length: 8 }, () => ask(browser)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200));
    const tokens = new Set(subject.queryApi.heard.slice(-8).map(({ headers }) => headers.authorization));
    expect(tokens.size).toBe(1);
    expect(tokens.has(before)).toBe(false);
    expect((await ask(browser)).status).toBe(200);
    expect(tokens.has(tokenHeard())).toBe(true);
  });

  it('is over when the issuer takes its refresh token no more', async () => {
    const browser = new Browser();
    await browser.logIn(subject.url, 'platform_admin');
    await aged(browser, { accessUntil: Date.now() - 1_000, refreshToken: 'stolen' });
    expect((await ask(browser)).status).toBe(401);
  });

  it('ends with its time, whatever could still be refreshed', async () => {
    const browser = new Browser();
    await browser.logIn(subject.url, 'platform_admin');
    await aged(browser, { until: Date.now() - 1 });
    expect((await ask(browser)).status).toBe(401);
  });
});

describe('while the issuer is away', () => {
  it('who has a good token goes on, who wants in is told what to do', async () => {
    const subject = await ConsoleService.start({ CONSOLE_OIDC_TIMEOUT_MS: '10000' });
    const browser = new Browser();
    await browser.logIn(subject.url, 'platform_admin');
    await subject.issuer.stop();
    expect((await browser.go(`${subject.url}/api/v1/analytics/metrics/definitions`)).status).toBe(200);
    await subject.service.close();
    await subject.begin();
    expect((await browser.go(`${subject.url}/api/v1/analytics/metrics/definitions`)).status).toBe(200);
    const refused = await new Browser().go(`${subject.url}/auth/login`, { headers: { 'accept-language': 'ru' } });
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await refused.text()).toContain('Повторить');
    const ready = await fetch(`${subject.service.managementUrl}/health/ready`);
    expect(ready.status).toBe(200);
    expect(JSON.stringify(await ready.json())).toContain('identity provider');
    await subject.service.close();
    await Promise.all([subject.queryApi.stop(), subject.admin.stop()]);
  });
});
