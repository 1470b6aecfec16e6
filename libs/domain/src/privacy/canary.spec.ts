import fc from 'fast-check';
import { redactPersonal } from './canary';

const luhn = (body: string): string => {
  const sum = [...body].reverse().reduce((total, digit, i) => {
    const twice = i % 2 === 0 ? Number(digit) * 2 : Number(digit);
    return total + (twice > 9 ? twice - 9 : twice);
  }, 0);
  return body + ((10 - (sum % 10)) % 10);
};
const digits = (length: number) =>
  fc.integer({ min: 0, max: 10 ** length - 1 }).map((n) => String(n).padStart(length, '0'));

const digitsOf = (text: string) => text.replace(/\D/g, '');

/** Digits in groups of four. */
const grouped = (number: string, by: string) => number.match(/\d{1,4}/g)!.join(by);
const pan = fc
  .tuple(fc.constantFrom('4', '51', '55', '2202', '2204', '62', '34', '37'), digits(15), fc.constantFrom('', ' ', '-'))
  .map(([network, rest, by]) => {
    const length = network === '34' || network === '37' ? 14 : 15;
    return grouped(luhn((network + rest).slice(0, length)), by);
  });
const phone = fc
  .tuple(
    fc.constantFrom('+7', '8', '7', '+7 ', '8 '),
    fc.constantFrom('916', '495', '812', '343'),
    digits(7),
    fc.nat(5),
  )
  .map(([country, code, n, form]) => {
    const [a, b, c] = [n.slice(0, 3), n.slice(3, 5), n.slice(5)];
    return (
      country +
      [
        code + n,
        `(${code}) ${a}-${b}-${c}`,
        `${code} ${a} ${b} ${c}`,
        `${code}-${a}-${b}-${c}`,
        `(${code})${a}${b}${c}`,
        `${code}.${a}.${b}.${c}`,
      ][form]
    );
  });
const foreign = fc
  .tuple(fc.constantFrom('+1', '+44', '+375', '+49'), fc.constantFrom('', ' ', '-'), digits(3), digits(3), digits(4))
  .map(([country, by, a, b, c]) => [country, a, b, c].join(by));
const before = fc.constantFrom(
  '',
  ' ',
  'звоните: ',
  'тел.',
  'почта ',
  '«',
  '(',
  'id=',
  ', ',
  '\n',
  ' 12/27 ',
  '2026 г. ',
);
const after = fc.constantFrom('', ' ', '.', ', ', '»', ')', '!', '\n', ' 12/27', '&x=1', ' г. 2026');

describe('the canary check', () => {
  it.each([
    ['пишите на anna.k@example.ru!', 'пишите на [email]!', ['email']],
    ['/reset?email=a%40b.ru&x=1', '/reset?[email]&x=1', ['email']],
    ['почта иван@пример.рф', 'почта [email]', ['email']],
    ['+7 (916) 123-45-67', '[phone]', ['phone']],
    ['тел.89161234567, вечером', 'тел.[phone], вечером', ['phone']],
    ['call +1-202-555-0143 or +44 20 7946 0958', 'call [phone] or [phone]', ['phone', 'phone']],
    ['8 495 123 45 67', '[phone]', ['phone']],
    ['карта 4111 1111 1111 1111 12/27', 'карта [card] 12/27', ['card']],
    ['2202-2000-0000-0005', '2202-2000-0000-0005', []],
    ['5555555555554444', '[card]', ['card']],
    ['a@b.ru 4111111111111111 +79161234567', '[email] [card] [phone]', ['email', 'card', 'phone']],
  ])('makes %j %j', (text, expected, found) => {
    expect(redactPersonal(text)).toEqual({ text: expected, found });
  });

  it.each([
    '3f0e8a52-6c1d-4f7e-9a6b-2d4c8b1f7a10',
    '89161234-5678-4912-8345-678901234567',
    '41111111-1111-4111-8111-411111111111',
    '3.14.1',
    '1.0.0+20261101123456',
    '10.15.7.1234-rc.1',
    '2026-11-01T10:00:00.000Z',
    '2026-11-01 10:00:00',
    '1761990000000',
    '1761990000000000',
    '199900',
    '12345678901',
    '203.0.113.7',
    '/games/orbita?page=12&sort=-price',
    'score 1000000 of 2000000',
    'SHA 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0ba22cd15d6c15b0f00a08',
    'Half-Life 2, Cyberpunk 2077, 7 Days to Die',
    'player @home',
    '4111111111111112',
    'C:\\games\\2026',
  ])('leaves %j', (text) => {
    expect(redactPersonal(text)).toEqual({ text, found: [] });
  });

  it.each([
    ['e-mail address', fc.emailAddress()],
    ['Russian phone number', phone],
    ['foreign phone number', foreign],
    ['card number', pan],
  ])('lets no generated %s through', (_, personal) => {
    fc.assert(
      fc.property(before, personal, after, (left, secret, right) => {
        const { text, found } = redactPersonal(left + secret + right);
        expect(text).not.toContain(secret);
        if (!secret.includes('@')) expect(digitsOf(text)).not.toContain(digitsOf(secret));
        expect(found.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('leaves generated UUIDs, versions and small numbers', () => {
    const version = fc.tuple(fc.nat(99), fc.nat(999), fc.nat(9_999)).map((parts) => parts.join('.'));
    fc.assert(
      fc.property(fc.oneof(fc.uuid(), version, fc.nat().map(String)), (text) => {
        expect(redactPersonal(`v ${text} ok`).text).toBe(`v ${text} ok`);
      }),
      { numRuns: 1_000 },
    );
  });

  it('stays quick on texts made to slow it down', () => {
    const before = process.cpuUsage();
    for (const piece of ['1 ', '@', 'a@', '+7(', '%40', '1-', 'a.b@c.', '(123)']) redactPersonal(piece.repeat(4_000));
    // The time of the processor: that of the clock is the machine's affair.
    expect(process.cpuUsage(before).user).toBeLessThan(2_000_000);
  });
});
