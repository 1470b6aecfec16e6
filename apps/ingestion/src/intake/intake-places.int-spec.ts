import { randomUUID } from 'node:crypto';
import { aGameViewed, anEnvelope, eventually, suiteNamespace } from '@analytics/testing';
import { IntakeSuite } from './fixtures/intake-suite.fixture';

const STAFF = randomUUID();
const LOGGED_IN = 'com.platform.auth.user.loggedin.v1';
let suite: IntakeSuite;

beforeAll(async () => {
  suite = await IntakeSuite.start(await suiteNamespace('intake-places', { databases: ['postgres'] }), eventually, {
    INGESTION_STAFF_ACCOUNTS: STAFF,
  });
});
afterAll(() => suite.stop());

describe('intake, about where and on what an event happened,', () => {
  it('finds country, platform and families, believes the event first, and keeps neither address nor agent', async () => {
    const chrome =
      'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36';
    const data = { userId: STAFF, method: 'password', platform: 'windows', clientVersion: '1' };
    const events = [
      anEnvelope({ type: LOGGED_IN, data: { ...data, ipAddress: '77.88.8.8', userAgent: chrome } }),
      anEnvelope({
        type: LOGGED_IN,
        data: { ...data, userId: randomUUID(), userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' },
      }),
      anEnvelope({
        type: 'com.platform.library.session.started.v1',
        data: {
          sessionId: randomUUID(),
          userId: STAFF,
          gameId: randomUUID(),
          sessionStartTime: new Date().toISOString(),
          platform: 'console',
          countryCode: 'KZ',
          ipAddress: '8.8.8.8',
        },
      }),
    ];
    await suite.collect(events);
    const [login, bot, session] = await suite.validated(events.map(({ id }) => id));
    expect(login).toMatchObject({
      country: 'RU',
      platform: 'windows',
      os_family: 'Windows',
      browser_family: 'Chrome',
      device_family: 'desktop',
      is_bot: false,
      is_staff: true,
    });
    expect(bot).toMatchObject({ country: null, is_bot: true, is_staff: false });
    expect(session).toMatchObject({ country: 'KZ', platform: 'console', is_staff: true });
    expect(JSON.stringify([login, session])).not.toMatch(/77\.88|8\.8\.8|Mozilla/);
  });

  it('reads address and agent also where the type keeps neither, so that a bot is one whatever it does', async () => {
    const seen = { ipAddress: '8.8.8.8', userAgent: 'Googlebot/2.1 (+http://www.google.com/bot.html)' };
    const viewed = aGameViewed({ ...seen, userId: randomUUID() });
    await suite.collect([viewed]);
    const [event] = await suite.validated([viewed.id]);
    expect(event).toMatchObject({ country: 'US', is_bot: true });
    expect(JSON.stringify(event)).not.toMatch(/8\.8\.8|Googlebot\/2/);
  });

  it('takes country and platform from where an account was last seen, when an event shows neither', async () => {
    const [userId, other] = [randomUUID(), randomUUID()];
    const data = { method: 'password', clientVersion: '1.0' };
    const login = (platform: string, ipAddress: string, minutesAgo: number) =>
      anEnvelope({
        type: LOGGED_IN,
        time: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
        data: { ...data, userId, platform, ipAddress },
      });
    const wish = (by: string) =>
      anEnvelope({ type: 'com.platform.catalog.game.wishlisted.v1', data: { userId: by, gameId: randomUUID() } });
    const [first, late] = [login('linux', '77.88.8.8', 5), login('android', '8.8.8.8', 50)];
    const [before, after, others] = [wish(userId), wish(userId), wish(other)];
    const events = [before, first, late, after, others];
    // One batch, then another one: what is known must outlive the batch, and a late event must not win over a later one.
    for (const event of events) {
      await suite.collect([event]);
      await suite.validated([event.id]);
    }
    const places = (await suite.validated(events.map(({ id }) => id))).map(({ country, platform }) => [
      country,
      platform,
    ]);
    expect(places).toEqual([
      [null, null],
      ['RU', 'linux'],
      ['US', 'android'],
      ['RU', 'linux'],
      [null, null],
    ]);
  });
});
