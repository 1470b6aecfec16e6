import { PLATFORM_EVENTS_PATTERN } from '@analytics/contracts';
import { matching } from './topic-selection';

const NAMES = [
  'com.platform.payment.events.v1',
  'com.platform.catalog.events.v1',
  'com.platform.analytics.events.v1',
  'com.platform.payment.events.v2',
  'test.com.platform.library.events.v1',
];

describe('a pattern of topics', () => {
  it('takes the events of every domain but our own', () => {
    expect(matching(NAMES, PLATFORM_EVENTS_PATTERN, '')).toEqual([
      'com.platform.catalog.events.v1',
      'com.platform.payment.events.v1',
    ]);
  });

  it('sees only the topics of its installation', () => {
    expect(matching(NAMES, PLATFORM_EVENTS_PATTERN, 'test.')).toEqual(['test.com.platform.library.events.v1']);
  });

  it('answers the same each time, whatever its flags', () => {
    const pattern = /payment/g;
    expect(matching(NAMES, pattern, '')).toEqual(matching(NAMES, pattern, ''));
  });
});
