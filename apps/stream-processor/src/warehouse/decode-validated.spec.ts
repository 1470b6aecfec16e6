import { decodeValidated } from './decode-validated';

const event = {
  type: 'com.platform.catalog.game.viewed.v1',
  source: '/store',
  id: '1',
  schema_version: 1,
  occurred_at: '2026-11-01T10:00:00.000Z',
  effective_at: '2026-11-01T10:00:00.000Z',
  received_at: '2026-11-01T10:00:01.000Z',
  sent_at: null,
  user_no: 17,
  device_no: null,
  country: 'RU',
  platform: 'web',
  device_family: null,
  os_family: null,
  browser_family: null,
  is_bot: false,
  is_staff: false,
  correlation_id: null,
  fingerprint: 'f'.repeat(64),
  import_id: null,
  schema_marks: [],
  data: {},
};
const decode = (value: unknown) =>
  decodeValidated(Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)));

describe('a record of the validated topic', () => {
  it('is an event when ingestion wrote it', () => {
    expect(decode(event)).toEqual({ ok: true, value: event });
  });

  it('is refused when it has no value', () => {
    expect(decodeValidated(null)).toMatchObject({ ok: false, refusal: { code: 'MALFORMED_JSON' } });
  });

  it.each([
    ['{"type":', 'MALFORMED_JSON', ''],
    ['null', 'DWH_REJECTED', ''],
    [{ ...event, id: 7 }, 'DWH_REJECTED', '/id'],
    [{ ...event, received_at: undefined }, 'DWH_REJECTED', '/received_at'],
    [{ ...event, effective_at: 'yesterday' }, 'DWH_REJECTED', '/effective_at'],
    [{ ...event, schema_version: '1' }, 'DWH_REJECTED', '/schema_version'],
    [{ ...event, schema_version: 70_000 }, 'DWH_REJECTED', '/schema_version'],
    [{ ...event, effective_at: '1400-01-01T00:00:00Z' }, 'DWH_REJECTED', '/effective_at'],
    [{ ...event, data: null }, 'DWH_REJECTED', '/data'],
    [{ ...event, user_no: 2 ** 32 }, 'DWH_REJECTED', '/user_no'],
    [{ ...event, device_no: 'device-1' }, 'DWH_REJECTED', '/device_no'],
    [{ ...event, country: 7 }, 'DWH_REJECTED', '/country'],
    [{ ...event, is_bot: 'no' }, 'DWH_REJECTED', '/is_bot'],
    [{ ...event, sent_at: 'yesterday' }, 'DWH_REJECTED', '/sent_at'],
    [{ ...event, schema_marks: [1] }, 'DWH_REJECTED', '/schema_marks'],
  ])('is refused as %j: %s at %p', (value, code, pointer) => {
    expect(decode(value)).toMatchObject({ ok: false, refusal: { code, pointer } });
  });
});
