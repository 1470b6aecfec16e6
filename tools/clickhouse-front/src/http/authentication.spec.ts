import { authenticate } from './authentication';

const users = [
  { username: 'a', password: 'one:two', readonly: false },
  { username: 'b', password: '', readonly: true },
];
const who = (headers: Record<string, string>, url = '') =>
  authenticate(users, headers, new URLSearchParams(url)).user?.username;
const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString('base64')}` });

it('takes a password with a colon', () => expect(who(basic('a:one:two'))).toBe('a'));
it('takes an empty password only for who has one', () => {
  expect([who(basic('b:')), who(basic('a:')), who({}, 'user=b')]).toEqual(['b', undefined, 'b']);
});
it('never mixes a name from one place with a password from another', () => {
  expect(who({ 'x-clickhouse-user': 'a', ...basic('a:one:two') })).toBeUndefined();
  expect(who({ 'x-clickhouse-user': 'a' }, 'password=one:two')).toBeUndefined();
});
it('knows nobody without a name', () =>
  expect([who({}), who({ authorization: 'Basic !' }), who(basic(''))]).toEqual([undefined, undefined, undefined]));
