import { IntakeConfig } from '../intake.config';
import { Agents } from './agents';
import { Countries } from './countries';
import { Recent } from './recent';

const config = new IntakeConfig();

describe('the country of an address', () => {
  const countries = new Countries(config);
  it.each([
    ['77.88.8.8', 'RU'],
    ['2a02:6b8::1', 'RU'],
    ['8.8.8.8', 'US'],
    ['10.0.0.1', null],
    ['::1', null],
    ['999.1.1.1', null],
    ['no address', null],
    ['', null],
  ])('of %j is %j', (address, country) => {
    expect(countries.of(address)).toBe(country);
    expect(countries.of(address)).toBe(country);
  });
});

describe('a User-Agent', () => {
  const agents = new Agents(config);
  const webkit = 'AppleWebKit/605.1.15 (KHTML, like Gecko)';
  it.each([
    [
      `Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36`,
      'desktop',
      'Windows',
      'Chrome',
      'web',
      false,
    ],
    [
      `Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) ${webkit} Version/17.0 Mobile/15E148 Safari/604.1`,
      'mobile',
      'iOS',
      'Safari',
      'web',
      false,
    ],
    [
      'Mozilla/5.0 (PlayStation 4 3.11) AppleWebKit/537.73 (KHTML, like Gecko)',
      'console',
      'PlayStation 4',
      'PlayStation 4',
      'console',
      false,
    ],
    ['GameStore/3.1 (Windows NT 10.0)', 'desktop', 'Windows', null, 'windows', false],
    ['Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)', 'bot', null, 'Googlebot', 'web', true],
    ['', null, null, null, null, false],
  ])('%j tells its families', (userAgent, device, os, browser, platform, bot) => {
    expect(agents.of(userAgent)).toEqual({ device, os, browser, platform, bot });
  });

  it('of any length and content is read quickly', () => {
    const before = process.cpuUsage();
    for (const piece of ['a', '(', ' /', 'Mozilla/5.0 ']) agents.of(piece.repeat(100_000));
    // The time of the processor: that of the clock is the machine's affair.
    expect(process.cpuUsage(before).user).toBeLessThan(1_000_000);
  });
});

describe('what was worked out before', () => {
  it('is remembered as long as it fits, the most recently asked for longest', () => {
    const recent = new Recent<number>(2);
    let worked = 0;
    const work = () => (worked += 1);
    const asked = ['a', 'b', 'a', 'c', 'a', 'b'].map((question) => recent.get(question, work));
    expect(asked).toEqual([1, 2, 1, 3, 1, 4]);
  });
});
