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

describe('a body that is far too large', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(ThingsModule, { env: { HTTP_BODY_LIMIT_BYTES: '2048' } });
  });
  afterAll(() => service.close());

  it('is answered while its sender is still sending, instead of breaking the connection', async () => {
    const init = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: `{"title":"${'x'.repeat(4_000_000)}"}`,
    };
    for (let round = 0; round < 5; round += 1) {
      const answers = await Promise.all(Array.from({ length: 8 }, () => fetch(`${service.url}/things`, init)));
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(413));
    }
  });
});
