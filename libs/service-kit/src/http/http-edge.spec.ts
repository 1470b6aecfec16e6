import { Body, Controller, Delete, Get, HttpException, Module, Param, Post, Query, Res } from '@nestjs/common';
import { DomainError, Unavailable } from '@analytics/domain';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Matches, Max, Min, ValidateNested } from 'class-validator';
import type { FastifyReply } from 'fastify';
import { register } from 'prom-client';
import { Public } from '../auth/route-access';
import { startTestService, type TestService } from '../service/service.fixture';
import { sendRaw } from './send-raw.fixture';

class PageQuery {
  @Type(() => Number) @IsInt() @Min(1) @Max(100) @IsOptional() limit?: number;
}
class Step {
  @IsString() name: string;
}
class Funnel {
  @IsString() title: string;
  @ValidateNested({ each: true }) @Type(() => Step) @IsOptional() steps?: Step[];
}
class NamedThing {
  @Matches(/^[a-z]+$/) name: string;
}
class Missing extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'METRIC_NOT_FOUND';
  override readonly source = { parameter: 'name' };
}

@Public()
@Controller('things')
class ThingsController {
  @Get() list(@Query() query: PageQuery): PageQuery {
    return query;
  }
  @Post() add(@Body() funnel: Funnel): { title: string } {
    return { title: funnel.title };
  }
  @Get(':id/parts') parts(@Param('id') id: string): { id: string } {
    return { id };
  }
  @Delete(':id') remove(): void {}
  @Get('named/:name') named(@Param() thing: NamedThing): NamedThing {
    return thing;
  }
  @Post('done') done(): object {
    return {};
  }
  @Get('fail/:how') async fail(
    @Param('how') how: string,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<void> {
    if (how === 'domain') throw new Missing({ en: 'there is no metric of this name', ru: 'такой метрики нет' });
    if (how === 'away') throw new Unavailable('clickhouse', 3);
    if (how === 'framework') throw new HttpException('secret internals', 502);
    if (how === 'text') throw 'a thrown text';
    if (how === 'midway') {
      reply.raw.write('half an ans');
      throw new Error('the rest is lost');
    }
    throw new TypeError('password=hunter2 at /srv/app/secret.ts:1');
  }
}
@Module({ controllers: [ThingsController] })
class ThingsModule {}

interface Envelope {
  errors: { code: string; title: string; detail: string; source?: object }[];
}

describe('the HTTP edge', () => {
  let service: TestService;
  beforeAll(async () => {
    service = await startTestService(ThingsModule, {
      env: { HTTP_BODY_LIMIT_BYTES: '2048', HTTP_MAX_PARAM_LENGTH: '64' },
    });
  });
  afterAll(() => service.close());

  const ask = async (path: string, init?: RequestInit) => {
    const response = await fetch(`${service.url}${path}`, init);
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      text,
      body: text === '' ? undefined : JSON.parse(text),
    };
  };
  const post = (body: string, type = 'application/json', path = '/things') =>
    ask(path, { method: 'POST', body, headers: { 'content-type': type } });

  it.each([
    ['an error of the domain', '/things/fail/domain', 404, 'METRIC_NOT_FOUND'],
    ['a store that is away', '/things/fail/away', 503, 'UNAVAILABLE'],
    ['a failure of the framework', '/things/fail/framework', 500, 'INTERNAL'],
    ['an unexpected error', '/things/fail/bug', 500, 'INTERNAL'],
    ['a thrown text', '/things/fail/text', 500, 'INTERNAL'],
    ['an unknown address', '/nothing/here', 404, 'NOT_FOUND'],
    ['a malformed address', '/things/%zz/parts', 400, 'VALIDATION_FAILED'],
    ['a parameter that is too long', `/things/${'x'.repeat(65)}/parts`, 414, 'INVALID_QUERY_PARAMETERS'],
  ])('answers %s with the one envelope', async (_, path, status, code) => {
    const answer = await ask(path);
    expect(answer.status).toBe(status);
    expect(answer.body).toEqual({
      errors: [expect.objectContaining({ code, title: expect.any(String), detail: expect.any(String) })],
    });
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('says nothing about its inside when it fails, but logs it under the request id', async () => {
    const answer = await ask('/things/fail/bug');
    expect(answer.text).not.toMatch(/hunter2|TypeError|secret\.ts|at \//);
    const line = service.log.find((entry) => entry['request_id'] === answer.headers.get('x-request-id'));
    expect(line).toMatchObject({ level: 'error', msg: 'a request failed', err: { type: 'TypeError' } });
    expect(JSON.stringify(line)).not.toContain('hunter2');
  });

  it('names what is at fault and when to come back', async () => {
    expect((await ask('/things/fail/domain')).body.errors[0]).toMatchObject({
      detail: 'there is no metric of this name',
      source: { parameter: 'name' },
    });
    expect((await ask('/things/fail/away')).headers.get('retry-after')).toBe('3');
  });

  it('cuts an answer that fails midway instead of ending it well', async () => {
    await expect(ask('/things/fail/midway')).rejects.toThrow();
  });

  it.each([
    ['ru', 'Метрика не найдена', 'такой метрики нет', 'ru'],
    ['ru-RU,ru;q=0.9,en;q=0.8', 'Метрика не найдена', 'такой метрики нет', 'ru'],
    ['en;q=0.3, ru;q=0.2', 'Metric not found', 'there is no metric of this name', 'en'],
    ['de', 'Metric not found', 'there is no metric of this name', 'en'],
    ['ru;q=0, en;q=0.1', 'Metric not found', 'there is no metric of this name', 'en'],
    ['*;;;q=x', 'Metric not found', 'there is no metric of this name', 'en'],
  ])('tells errors in the language of Accept-Language %s', async (wish, title, detail, language) => {
    const answer = await ask('/things/fail/domain', { headers: { 'accept-language': wish } });
    expect((answer.body as Envelope).errors[0]).toMatchObject({ title, detail });
    expect(answer.headers.get('content-language')).toBe(language);
  });

  it.each([
    ['keeps a well-formed request id', 'req-2026.11:21_a', true],
    ['replaces a short one', 'abc', false],
    ['replaces a long one', 'x'.repeat(65), false],
    ['replaces one with strange signs', '{"level":"fatal"}', false],
  ])('%s', async (_, id, kept) => {
    const answer = await ask('/things', { headers: { 'x-request-id': id } });
    expect(answer.headers.get('x-request-id') === id).toBe(kept);
  });

  it.each([
    ['malformed JSON', '{"title":', 'application/json', 400, 'VALIDATION_FAILED'],
    ['no JSON at all', '', 'application/json', 400, 'VALIDATION_FAILED'],
    ['a prototype key', '{"title":"x","__proto__":{"admin":true}}', 'application/json', 400, 'VALIDATION_FAILED'],
    ['a constructor key', '{"constructor":{"prototype":{}}}', 'application/json', 400, 'VALIDATION_FAILED'],
    ['a body that is too large', `{"title":"${'x'.repeat(3_000)}"}`, 'application/json', 413, 'PAYLOAD_TOO_LARGE'],
    ['plain text', 'title', 'text/plain', 415, 'UNSUPPORTED_MEDIA_TYPE'],
    ['a form', 'title=x', 'application/x-www-form-urlencoded', 415, 'UNSUPPORTED_MEDIA_TYPE'],
  ])('refuses %s', async (_, body, type, status, code) => {
    const answer = await post(body, type);
    expect(answer.status).toBe(status);
    expect((answer.body as Envelope).errors[0]?.code).toBe(code);
    expect(answer.text).not.toMatch(/Unexpected|FST_|SyntaxError/);
  });

  it('points into the body at each thing that is wrong', async () => {
    const answer = await post(JSON.stringify({ title: 1, steps: [{ name: 'a' }, { name: 2 }], 'a/b': 1 }));
    expect(answer.status).toBe(400);
    const pointers = (answer.body as Envelope).errors.map(({ source }) => source);
    expect(pointers).toEqual(
      expect.arrayContaining([{ pointer: '/title' }, { pointer: '/steps/1/name' }, { pointer: '/a~1b' }]),
    );
    expect(pointers).toHaveLength(3);
  });

  it('lists twenty problems at most', async () => {
    const many = Object.fromEntries(Array.from({ length: 60 }, (_, index) => [`p${index}`, 1]));
    expect((await post(JSON.stringify({ title: 'x', ...many }))).body.errors).toHaveLength(20);
  });

  it.each([
    ['limit=0', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=5&colour=red', 'colour'],
    ['limit=1&limit=2', 'limit'],
  ])('names the query parameter at fault in ?%s', async (query, parameter) => {
    const answer = await ask(`/things?${query}`);
    expect(answer.status).toBe(400);
    expect((answer.body as Envelope).errors[0]).toMatchObject({
      code: 'INVALID_QUERY_PARAMETERS',
      source: { parameter },
    });
  });

  it('finds nothing at an address that cannot be one, and says why', async () => {
    const answer = await ask('/things/named/NOT-A-NAME');
    expect(answer.status).toBe(404);
    expect((answer.body as Envelope).errors[0]).toMatchObject({
      code: 'NOT_FOUND',
      detail: expect.stringMatching(/name must match/),
    });
  });

  it('takes the headers of JSON without a body where none is needed', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await ask('/things/done', { method: 'POST', headers: json })).status).toBe(201);
    expect((await ask('/things/done', { method: 'POST', headers: json, body: '{' })).status).toBe(400);
  });

  it('gives a valid query as its types', async () => {
    expect((await ask('/things?limit=7')).body).toEqual({ limit: 7 });
  });

  it('answers 405 with what is allowed where only the method is wrong', async () => {
    const answer = await ask('/things', { method: 'PUT' });
    expect(answer.status).toBe(405);
    expect(answer.headers.get('allow')).toBe('GET, HEAD, POST');
    expect((await ask('/things/7', { method: 'PATCH' })).headers.get('allow')).toBe('DELETE');
    const override = await ask('/things/7', { method: 'POST', headers: { 'x-http-method-override': 'DELETE' } });
    expect(override.status).toBe(405);
  });

  it.each(['TRACE', 'CONNECT', 'PROPFIND', 'PURGE'])('answers 405 to %s', async (method) => {
    const target = method === 'CONNECT' ? 'evil.test:443' : '/things';
    const answer = await sendRaw(service.url, `${method} ${target} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 405 /);
    expect(answer).toContain('"code":"METHOD_NOT_ALLOWED"');
    expect(answer.toLowerCase()).toContain('x-content-type-options: nosniff');
  });

  it.each([
    ['no HTTP', 'hello\r\n\r\n', 400],
    ['two lengths', 'POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\na', 400],
    [
      'a length and chunks',
      'POST /things HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
      400,
    ],
    ['large headers', `GET /things HTTP/1.1\r\nHost: x\r\nA: ${'x'.repeat(20_000)}\r\n\r\n`, 431],
  ])('answers %s in the envelope and closes', async (_, bytes, status) => {
    const answer = await sendRaw(service.url, bytes);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain('{"errors":[{"code":');
    expect(answer).toContain('Connection: close');
  });

  it('sends security headers with every answer and does not tell what it runs on', async () => {
    for (const path of ['/things', '/nothing', '/things/fail/bug']) {
      const { headers } = await ask(path);
      expect(headers.get('x-frame-options')).toBe('DENY');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
      expect(headers.get('strict-transport-security')).toContain('max-age');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('server')).toBeNull();
      expect(headers.get('access-control-allow-origin')).toBeNull();
    }
  });

  it('writes one access line a request, with the template and never the query', async () => {
    const id = 'access-line-1';
    await ask('/things/42/parts?token=secret', { headers: { 'x-request-id': id } });
    const lines = service.log.filter((line) => line['request_id'] === id);
    expect(lines).toEqual([
      expect.objectContaining({
        msg: 'request',
        method: 'GET',
        route: '/things/:id/parts',
        status: 200,
        level: 'debug',
      }),
    ]);
    expect(service.logText()).not.toContain('token=secret');
  });

  it('counts errors by route and code, with bounded labels', async () => {
    await ask('/random/8f1c');
    const text = await register.getSingleMetricAsString('api_errors_total');
    expect(text).toMatch(/route="\/things\/fail\/:how",status="404",code="METRIC_NOT_FOUND"\} \d/);
    expect(text).toMatch(/route="unmatched",status="404",code="NOT_FOUND"\} \d/);
    expect(text).not.toContain('8f1c');
    expect(await register.getSingleMetricAsString('http_requests_total')).not.toContain('8f1c');
  });
});

describe('the address of the caller', () => {
  @Public()
  @Controller()
  class WhereController {
    @Get('where') where(@Res({ passthrough: true }) reply: FastifyReply): { ip: string; host: string } {
      return { ip: reply.request.ip, host: reply.request.hostname };
    }
  }
  @Module({ controllers: [WhereController] })
  class WhereModule {}
  const headers = { 'x-forwarded-for': '203.0.113.9', 'x-forwarded-host': 'evil.test' };

  it.each([
    ['is the peer when no proxy is trusted', '', '127.0.0.1'],
    ['is what a trusted proxy says', '127.0.0.0/8', '203.0.113.9'],
    ['is the peer when another proxy is trusted', '10.0.0.1', '127.0.0.1'],
  ])('%s', async (_, trusted, ip) => {
    const service = await startTestService(WhereModule, { env: { HTTP_TRUSTED_PROXIES: trusted } });
    try {
      expect(await (await fetch(`${service.url}/where`, { headers })).json()).toMatchObject({ ip });
    } finally {
      await service.close();
    }
  });
});
