import { decodeJwt } from 'jose';
import { loginsUnaudited } from '../login/login.metrics';
import { Browser, placeOf } from './browser.fixture';
import { ConsoleService } from './console-service.fixture';

describe('the log-in', () => {
  let subject: ConsoleService;
  beforeAll(async () => {
    subject = await ConsoleService.start();
  });
  afterAll(() => subject?.stop());

  const me = (browser: Browser, headers: Record<string, string> = {}) =>
    browser.go(`${subject.url}/auth/me`, { headers });

  it('brings somebody back to where they were, as who they are', async () => {
    const browser = new Browser();
    expect((await me(browser)).status).toBe(401);
    expect(await browser.logIn(subject.url, 'developer', '/my-games?period=7d')).toBe('/my-games?period=7d');
    const answer = (await (await me(browser)).json()) as { data: Record<string, unknown> };
    expect(answer.data).toMatchObject({ sub: 'role:developer', name: 'developer', roles: ['developer'] });
    expect(answer.data['developer_id']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('is told to the audit in the name of who logged in, once', async () => {
    const before = subject.admin.heard.length;
    await new Browser().logIn(subject.url, 'analytics_operator');
    const told = subject.admin.heard.slice(before);
    expect(told).toMatchObject([{ method: 'POST', url: '/api/v1/analytics/admin/audit/logins', body: '' }]);
    expect(decodeJwt(told[0]!.headers.authorization!.slice('Bearer '.length)).sub).toBe('role:analytics_operator');
  });

  it('lets people in while the audit cannot be told, and counts it', async () => {
    const { answer } = subject.admin;
    subject.admin.answer = (_, response) => void response.writeHead(503).end();
    const unaudited = async () => (await loginsUnaudited.get()).values[0]!.value;
    const before = await unaudited();
    await new Browser().logIn(subject.url, 'analytics_operator');
    subject.admin.answer = answer;
    expect(await unaudited()).toBe(before + 1);
    expect(subject.log.join('')).toContain('a log-in has no row in the audit');
  });

  it('never shows the browser a token: not in a cookie, not in a body, not in an address', async () => {
    const browser = new Browser();
    const sent = await browser.go(`${subject.url}/auth/login`);
    const callback = await browser.pickRole(placeOf(sent), 'platform_admin');
    const back = await browser.go(callback);
    await (await browser.go(`${subject.url}/api/v1/analytics/metrics/definitions`)).text();
    const token = subject.queryApi.heard.at(-1)!.headers.authorization!.slice('Bearer '.length);
    expect(token.split('.')).toHaveLength(3);
    const seen = [
      ...browser.jar(new URL(subject.url).host).values(),
      back.headers.get('location'),
      await (await me(browser)).text(),
    ];
    for (const text of seen) expect(text).not.toContain(token.slice(0, 60));
    const [line] = back.headers.getSetCookie();
    expect(line).toMatch(/HttpOnly/);
    expect(line).toMatch(/SameSite=Lax/);
    expect(subject.log.join('')).not.toContain(token.slice(0, 60));
  });

  it('is finished only by the browser that began it', async () => {
    const victim = new Browser();
    const attacker = new Browser();
    const callback = await attacker.pickRole(placeOf(await attacker.go(`${subject.url}/auth/login`)), 'platform_admin');
    const refused = await victim.go(callback);
    expect(refused.status).toBe(400);
    expect(refused.headers.get('content-type')).toMatch(/html/);
    expect((await me(victim)).status).toBe(401);
  });

  it('is finished once: a code that was used opens nothing', async () => {
    const browser = new Browser();
    const callback = await browser.pickRole(placeOf(await browser.go(`${subject.url}/auth/login`)), 'platform_admin');
    expect((await browser.go(callback)).status).toBe(303);
    expect((await browser.go(callback)).status).toBe(400);
  });

  it('in two windows at once is finished in both', async () => {
    const browser = new Browser();
    const [one, other] = [await browser.go(`${subject.url}/auth/login`), await browser.go(`${subject.url}/auth/login`)];
    for (const sent of [one, other]) {
      expect((await browser.go(await browser.pickRole(placeOf(sent), 'user'))).status).toBe(303);
    }
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example'])('leads nobody to %s', async (place) => {
    expect(await new Browser().logIn(subject.url, 'user', place)).toBe('/');
  });

  it('refuses a session that was changed, cut, or sealed by another key', async () => {
    const browser = new Browser();
    await browser.logIn(subject.url, 'platform_admin');
    const jar = browser.jar(new URL(subject.url).host);
    const [[name, sealed]] = [...jar] as [[string, string]];
    expect((await me(browser)).status).toBe(200);
    const middle = Math.floor(sealed.length / 2);
    const flipped = sealed[middle] === 'A' ? 'B' : 'A';
    for (const forged of [
      sealed.slice(0, middle) + flipped + sealed.slice(middle + 1),
      sealed.slice(0, -4),
      `${sealed.split('.')[0]}....`,
      'eyJhbGciOiJub25lIn0.e30.',
    ]) {
      jar.set(name, forged);
      expect((await me(browser)).status).toBe(401);
    }
  });

  it('does not take the sealed note of a log-in on its way for a session', async () => {
    const browser = new Browser();
    await browser.go(`${subject.url}/auth/login`);
    const jar = browser.jar(new URL(subject.url).host);
    const [[pending, sealed]] = [...jar] as [[string, string]];
    jar.set(pending.replace(/_login_.*/, ''), sealed);
    expect((await me(browser)).status).toBe(401);
  });

  it('is over after the log-out, here and at the issuer', async () => {
    const browser = new Browser();
    await browser.logIn(subject.url, 'platform_admin');
    const sent = await browser.go(`${subject.url}/auth/logout`);
    expect(placeOf(sent).href).toMatch(new RegExp(`^${subject.issuer.url}/session/end`));
    expect((await me(browser)).status).toBe(401);
  });

  it('cannot be ended by another site', async () => {
    const browser = new Browser();
    await browser.logIn(subject.url, 'platform_admin');
    const refused = await browser.go(`${subject.url}/auth/logout`, { headers: { 'sec-fetch-site': 'cross-site' } });
    expect(refused.status).toBe(403);
    expect((await me(browser)).status).toBe(200);
  });
});
