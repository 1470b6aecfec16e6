import { ConfigInvalid } from '../config/config-invalid';
import { describeStartFailure } from './start-failure';

it.each([
  [new ConfigInvalid(['JWT_ISSUER: it should not be empty']), /JWT_ISSUER: it should not be empty/],
  [
    Object.assign(new Error('listen'), { code: 'EADDRINUSE', port: 8090, address: '127.0.0.1' }),
    /^port 8090 on 127\.0\.0\.1 is taken/,
  ],
  [Object.assign(new Error('listen'), { code: 'EACCES', port: 80, address: '0.0.0.0' }), /^port 80 .* by this user$/],
  [Object.assign(new Error('listen'), { code: 'EADDRNOTAVAIL', address: '10.9.9.9' }), /ANALYTICS_BIND_ADDRESS/],
  [new TypeError('why'), /^TypeError: why$/],
  ['text', /^the service did not start$/],
])('a start that failed is told in words: %s', (error, words) => {
  expect(describeStartFailure(error)).toMatch(words);
});
