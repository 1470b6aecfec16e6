import { Body, Controller, Get, Module, Post } from '@nestjs/common';
import { Public } from '../auth/route-access';
import { startTestService, type TestService } from '../service/service.fixture';
import { sendRaw } from './send-raw.fixture';

@Public()
@Controller('things')
class ThingsController {
  @Get() async list(): Promise<void> {
    await new Promise(() => undefined);
  }
  @Post() add(@Body() body: unknown): unknown {
    return body;
  }
}
@Module({ controllers: [ThingsController] })
class ThingsModule {}

// A service of their own: on a machine that stalls, limits as short as these refuse good requests as well.
describe('the limits of time at the HTTP edge', () => {
  let service: TestService;
  const start = async (env: Record<string, string>) => (service = await startTestService(ThingsModule, { env }));
  afterEach(() => service.close());

  it('answer a route that takes too long with the one envelope', async () => {
    const { url } = await start({ HTTP_TIMEOUT_SECONDS: '1' });
    const answer = await fetch(`${url}/things`);
    expect(answer.status).toBe(504);
    expect(await answer.json()).toEqual({
      errors: [
        expect.objectContaining({ code: 'QUERY_TIMEOUT', title: expect.any(String), detail: expect.any(String) }),
      ],
    });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it.each([
    ['headers that never end', 'GET /things HTTP/1.1\r\nHost: x\r\n', { HTTP_HEADERS_TIMEOUT_MS: '200' }],
    [
      'a body that never ends',
      'POST /things HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{',
      { HTTP_REQUEST_TIMEOUT_MS: '300' },
    ],
  ])('answer %s in the envelope and close', async (_, bytes, limit) => {
    const { url } = await start(limit);
    const answer = await sendRaw(url, bytes);
    expect(answer).toMatch(/^HTTP\/1\.1 408 /);
    expect(answer).toContain('{"errors":[{"code":');
    expect(answer).toContain('Connection: close');
  });
});
