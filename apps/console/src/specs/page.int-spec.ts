import http from 'node:http';
import { ConsoleService } from './console-service.fixture';

describe('the page', () => {
  let subject: ConsoleService;
  beforeAll(async () => {
    subject = await ConsoleService.start();
  });
  afterAll(() => subject?.stop());

  it.each(['/', '/overview', '/operators/dlq/01-ab?x=1', '/explorer?metric=dau'])(
    'is there under %s, never kept',
    async (path) => {
      const answer = await fetch(`${subject.url}${path}`);
      expect([answer.status, answer.headers.get('cache-control')]).toEqual([200, 'no-store']);
      expect(await answer.text()).toContain('console</body>');
    },
  );

  it.each([
    ['what the browser likes best', { 'accept-language': 'ru-RU,ru;q=0.9,en;q=0.8' }, 'ru'],
    ['what its person chose', { 'accept-language': 'ru', cookie: 'console_language=en' }, 'en'],
    ['English where nothing is said', { 'accept-language': 'de' }, 'en'],
  ])('is in %s, and nobody in between gives it to others', async (_, headers, language) => {
    const answer = await fetch(`${subject.url}/overview`, { headers });
    expect(answer.headers.get('content-language')).toBe(language);
    expect(answer.headers.get('vary')).toBe('accept-language, cookie');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(await answer.text()).toContain(`<html lang="${language}">`);
  });

  it('has a policy without inline script, and a nonce that is good once', async () => {
    const [one, other] = await Promise.all([fetch(subject.url), fetch(subject.url)]);
    const policy = one!.headers.get('content-security-policy')!;
    expect(policy).toMatch(/script-src 'self'(;|$)/);
    expect(policy).not.toContain('unsafe');
    const [, nonce] = /'nonce-([\w-]+)'/.exec(policy)!;
    expect(await one!.text()).toContain(`nonce="${nonce}"`);
    expect(other!.headers.get('content-security-policy')).not.toContain(nonce!);
    expect(one!.headers.get('x-frame-options')).toBe('DENY');
  });

  it('has assets that are kept for good, packed where the browser can unpack them', async () => {
    const place = `${subject.url}/assets/index-abc.js`;
    const answer = await fetch(place);
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(answer.headers.get('content-type')).toMatch(/javascript/);
    expect(await answer.text()).toMatch(/^console\.log/);
    const known = await fetch(place, { headers: { 'if-none-match': answer.headers.get('etag')! } });
    expect(known.status).toBe(304);
  });

  it.each([
    '/assets/missing.js',
    '/assets/../index.html',
    '/../console-page.js',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/assets/..%2f..%2fetc%2fpasswd',
    '/.vite/manifest.json',
    '/.env',
    '/metrics',
    '/health/ready',
  ])('gives nothing but its files: not %s', async (path) => {
    expect((await asked(path)).status).toBe(404);
  });

  it('sends people who are not logged in to the log-in, and back to the same place', async () => {
    const headers = { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    const { status, location } = await asked('/explorer?metric=dau', headers);
    expect([status, location]).toEqual([303, '/auth/login?return_to=%2Fexplorer%3Fmetric%3Ddau']);
  });

  it('is only read', async () => {
    expect((await fetch(`${subject.url}/overview`, { method: 'POST' })).status).toBe(405);
  });

  /** `fetch` would tidy paths up, and says itself where a request comes from. */
  function asked(path: string, headers: Record<string, string> = {}) {
    return new Promise<{ status: number; location: string | undefined }>((resolve, reject) => {
      const { hostname, port } = new URL(subject.url);
      http
        .get({ hostname, port, path, headers }, (answer) => {
          answer.resume();
          resolve({ status: answer.statusCode!, location: answer.headers.location });
        })
        .on('error', reject);
    });
  }
});
