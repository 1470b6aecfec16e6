import { checkEnvelope } from './check-envelope';
import { checkTime } from './check-time';

const bounds = { idLength: 256, sourceLength: 512 };
const event = {
  specversion: '1.0',
  id: '1',
  source: '/store',
  type: 'com.platform.catalog.game.viewed.v1',
  time: '2026-11-01T10:00:00Z',
  data: {},
};

describe('an envelope', () => {
  it('passes when it is a CloudEvent', () => {
    expect(checkEnvelope(event, bounds)).toEqual({ ok: true, value: event });
  });

  it.each([
    [null, ''],
    [[], ''],
    ['text', ''],
    [{ ...event, specversion: '0.3' }, '/specversion'],
    [{ ...event, id: '' }, '/id'],
    [{ ...event, id: 7 }, '/id'],
    [{ ...event, id: 'x'.repeat(257) }, '/id'],
    [{ ...event, source: undefined }, '/source'],
    [{ ...event, type: '' }, '/type'],
    [{ ...event, time: '2026-11-01T10:00:00' }, '/time'],
    [{ ...event, time: '2026-11-01' }, '/time'],
    [{ ...event, time: '2026-13-01T10:00:00Z' }, '/time'],
    [{ ...event, time: 1761990000 }, '/time'],
    [{ ...event, time: '2026-02-30T10:00:00Z' }, '/time'],
    [{ ...event, time: '2026-11-01T23:59:60Z' }, '/time'],
    [{ ...event, sentat: 'just now' }, '/sentat'],
    [{ ...event, data: [] }, '/data'],
    [{ ...event, data: undefined }, '/data'],
  ])('is refused as %j with the pointer %p', (candidate, pointer) => {
    expect(checkEnvelope(candidate, bounds)).toMatchObject({ ok: false, refusal: { code: 'NOT_CLOUDEVENT', pointer } });
  });
});

describe('the time of an event', () => {
  const now = new Date('2026-11-01T12:00:00Z');
  const live = { aheadMs: 600_000, behindMs: 30 * 86_400_000 };

  it.each(['2026-11-01T12:10:00Z', '2026-11-01T15:10:00+03:00', '2026-10-02T12:00:00Z'])(
    'may be %s at noon of 1 November',
    (time) => {
      expect(checkTime(time, now, live)).toEqual({ ok: true, value: new Date(time) });
    },
  );

  it.each(['2026-11-01T12:10:00.001Z', '2026-10-02T11:59:59.999Z', '9999-01-01T00:00:00Z'])('may not be %s', (time) => {
    expect(checkTime(time, now, live)).toMatchObject({
      ok: false,
      refusal: { code: 'EVENT_TIME_OUT_OF_RANGE', pointer: '/time' },
    });
  });
});
