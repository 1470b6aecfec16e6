import { runInRequest } from '../context/request-context';
import { JsonLogger } from './json-logger';

describe('the log', () => {
  const write = (work: (logger: JsonLogger) => void, level = 'trace') => {
    const lines: string[] = [];
    work(new JsonLogger({ service: 'ingestion', level, destination: { write: (line) => void lines.push(line) } }));
    return lines;
  };
  const one = (work: (logger: JsonLogger) => void): Record<string, unknown> => {
    const lines = write(work);
    expect(lines).toHaveLength(1);
    return JSON.parse(lines[0] as string) as Record<string, unknown>;
  };

  it('is one JSON object a line with time, level, service and text', () => {
    expect(one((logger) => logger.log('hello', 'Startup'))).toEqual({
      level: 'info',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      service: 'ingestion',
      pid: process.pid,
      context: 'Startup',
      msg: 'hello',
    });
  });

  it.each([
    ['fatal', 'fatal'],
    ['error', 'error'],
    ['warn', 'warn'],
    ['log', 'info'],
    ['debug', 'debug'],
    ['verbose', 'trace'],
  ] as const)('writes %s as level %s', (method, level) => {
    expect(one((logger) => logger[method]('x')).level).toBe(level);
  });

  it('leaves out what is below its level', () => {
    expect(write((logger) => logger.debug('x'), 'info')).toEqual([]);
    expect(write((logger) => logger.fatal('x'), 'silent')).toEqual([]);
  });

  it('takes fields, errors and further details', () => {
    expect(one((logger) => logger.log({ msg: 'kept', rows: 7, big: 7n }))).toMatchObject({
      msg: 'kept',
      rows: 7,
      big: '7',
    });
    expect(one((logger) => logger.error(new TypeError('broken')))).toMatchObject({
      msg: 'broken',
      err: { type: 'TypeError', stack: expect.stringContaining('TypeError: broken') },
    });
    expect(one((logger) => logger.error('failed', new Error('why'), 'Sink'))).toMatchObject({
      context: 'Sink',
      err: { message: 'why' },
    });
    expect(one((logger) => logger.warn('odd', { rows: 1 }, 'Sink'))).toMatchObject({ details: [{ rows: 1 }] });
  });

  it('cannot be made to write a second line', () => {
    const forged = 'x\n{"level":"fatal","msg":"forged"}\r\u2028';
    const lines = write((logger) => logger.log({ msg: forged, name: forged }));
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toMatch(/[\n\r]/);
    expect(JSON.parse(lines[0] as string)).toMatchObject({ msg: forged });
  });

  it('hides secrets and personal data wherever they are', () => {
    const canary = 'hunter2';
    const secrets = {
      authorization: canary,
      'X-Write-Key': canary,
      cookie: canary,
      password: canary,
      jwt_secret: canary,
      accessToken: canary,
      email: canary,
      userId: canary,
      user_id: canary,
      nested: [{ deep: { CLICKHOUSE_PASSWORD: canary, POSTGRES_DSN: 1, dsn: canary } }],
      url: `postgres://owner:${canary}@db:5432/x`,
      text: `Authorization: Bearer ${canary}, key wk_${canary}${canary}, password=${canary} "token": "${canary}"`,
      mail: `from ${canary}@example.com`,
      jwt: `eyJhbGciOi${canary}.eyJzdWIi.c2ln`,
      err: Object.assign(new Error(`connect postgres://u:${canary}@h failed`), {
        cause: new Error(`secret=${canary}`),
      }),
      kept: 'game_id 7',
    };
    const line = one((logger) => logger.error({ msg: 'x', ...secrets }));
    expect(JSON.stringify(line)).not.toContain(canary);
    expect(line).toMatchObject({ kept: 'game_id 7', url: 'postgres://owner:[redacted]@db:5432/x' });
  });

  it('bounds what one line can hold', () => {
    const ring: Record<string, unknown> = { long: 'x'.repeat(50_000), many: Array.from({ length: 1_000 }, () => 1) };
    ring['self'] = ring;
    const [line = ''] = write((logger) => logger.log({ msg: 'big', ring, bytes: Buffer.alloc(9) }));
    expect(line.length).toBeLessThan(120_000);
    expect(line).toContain('[9 bytes]');
    expect(line).toContain('[too deep]');
  });

  it('says on whose behalf it was written', () => {
    const line = one((logger) => runInRequest({ requestId: 'req-12345' }, () => logger.log('x')));
    expect(line['request_id']).toBe('req-12345');
  });

  it('keeps the framework’s start for who debugs it', () => {
    expect(one((logger) => logger.log('Mapped {/x, GET} route', 'RouterExplorer')).level).toBe('debug');
  });
});
