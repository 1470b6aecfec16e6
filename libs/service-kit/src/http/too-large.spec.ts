import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { Body, Controller, Module, Post } from '@nestjs/common';
import { Public } from '../auth/route-access';
import { startTestService, type TestService } from '../service/service.fixture';

@Public()
@Controller('things')
class ThingsController {
  @Post()
  make(@Body() body: unknown): unknown {
    return body;
  }
}
@Module({ controllers: [ThingsController] })
class ThingsModule {}

const ALL_BUT_TIMEOUTS = [
  ...(['Date', 'hrtime', 'performance', 'nextTick', 'queueMicrotask'] as const),
  ...(['setImmediate', 'clearImmediate', 'setInterval', 'clearInterval'] as const),
];

describe('a body that is far too large', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(ThingsModule, { env: { HTTP_BODY_LIMIT_BYTES: '2048' } });
  });
  afterAll(() => service.close());

  it('is answered to a sender who sends all of it before listening, instead of breaking the connection', async () => {
    // The service reads a large body away for two seconds only; these do not pass, however slow the machine is.
    jest.useFakeTimers({ doNotFake: ALL_BUT_TIMEOUTS });
    const answer = await sendSlowly(service.url, 20, 64 * 1024).finally(() => jest.useRealTimers());
    expect(answer).toMatch(/^HTTP\/1\.1 413 /);
    expect(answer).toContain('PAYLOAD_TOO_LARGE');
  });
});

/** A body in parts with pauses between them, as over a slow line; rejects when the connection breaks before its end. */
async function sendSlowly(url: string, parts: number, partBytes: number): Promise<string> {
  // It writes on whatever it hears, as a client does that looks for the answer after its last byte.
  const socket = connect({ port: Number(new URL(url).port), host: '127.0.0.1', allowHalfOpen: true });
  let answer = '';
  const answered = new Promise<void>((resolve, reject) => {
    socket.setEncoding('utf8').on('data', (text: string) => (answer += text));
    socket.on('error', reject).on('close', () => resolve());
  });
  const head = `POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${parts * partBytes}\r\n\r\n`;
  socket.write(head);
  for (let part = 0; part < parts; part += 1) {
    socket.write('x'.repeat(partBytes));
    await pause(20);
  }
  socket.end();
  await answered;
  return answer;
}
