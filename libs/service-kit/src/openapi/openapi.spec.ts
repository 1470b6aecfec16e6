import { Controller, Get, Injectable, Module, type OnModuleInit } from '@nestjs/common';
import { ApiProperty } from '@nestjs/swagger';
import { Public } from '../auth/route-access';
import { startTestService, TestConfig, type TestService } from '../service/service.fixture';
import { describeApi } from './describe-api';

class Thing {
  @ApiProperty({ description: 'What it is called.' }) name: string;
}
let started = 0;
@Injectable()
class NeedsAStore implements OnModuleInit {
  onModuleInit(): void {
    started += 1;
  }
}
@Public()
@Controller('api/v1/analytics/things')
class ThingsController {
  constructor(readonly store: NeedsAStore) {}
  @Get() list(): Thing {
    return { name: 'x' };
  }
}
@Module({ controllers: [ThingsController], providers: [NeedsAStore] })
class ThingsModule {}
const openApi = { title: 'Things', description: 'All about things.', version: '1.0.0' };

describe('the API document', () => {
  let service: TestService;
  beforeAll(async () => (service = await startTestService(ThingsModule, { openApi })));
  afterAll(() => service.close());

  it('is published and describes the routes and how to authenticate', async () => {
    const response = await fetch(`${service.url}/api/v1/analytics/openapi.json`);
    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      openapi: '3.1.0',
      info: openApi,
      paths: { '/api/v1/analytics/things': { get: expect.anything() } },
      components: { securitySchemes: { jwt: { scheme: 'bearer' }, writeKey: { name: 'X-Write-Key' } } },
    });
  });

  it('has a page whose own policy lets it run, and nothing else', async () => {
    const page = await fetch(`${service.url}/api/v1/analytics/docs`);
    expect(page.status).toBe(200);
    expect(page.headers.get('content-type')).toContain('text/html');
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    const script = await fetch(`${service.url}/api/v1/analytics/docs/swagger-ui-bundle.js`);
    expect(script.headers.get('content-type')).toContain('javascript');
    const things = await fetch(`${service.url}/api/v1/analytics/things`);
    expect(things.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('is made without starting anything, and is the one that is published', async () => {
    const published = await (await fetch(`${service.url}/api/v1/analytics/openapi.json`)).json();
    const before = started;
    const described = await describeApi({ name: 'things', module: ThingsModule, config: TestConfig, openApi, env: {} });
    expect(JSON.parse(JSON.stringify(described))).toEqual(published);
    expect(started).toBe(before);
  });
});
