import type { INestApplication } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { DOCS_PAGE_POLICY } from '../http/security-headers';

export interface OpenApiOptions {
  readonly title: string;
  readonly description: string;
  readonly version: string;
}

const BASE = '/api/v1/analytics';
const DOCS = `${BASE}/docs`;

/** Serves the document at `/api/v1/analytics/openapi.json` and a page to read and try it at `/api/v1/analytics/docs`. */
export async function publishOpenApi(app: NestFastifyApplication, options: OpenApiOptions): Promise<void> {
  const server = app.getHttpAdapter().getInstance();
  server.addHook('onRequest', (request, reply, done) => {
    if (request.url.startsWith(DOCS)) void reply.header('content-security-policy', DOCS_PAGE_POLICY);
    done();
  });
  SwaggerModule.setup(DOCS, app, () => openApiOf(app, options), {
    jsonDocumentUrl: `${BASE}/openapi.json`,
    raw: ['json'],
    customSiteTitle: options.title,
  });
}

export function openApiOf(app: INestApplication, { title, description, version }: OpenApiOptions): OpenAPIObject {
  const document = new DocumentBuilder()
    .setTitle(title)
    .setDescription(description)
    .setVersion(version)
    .setOpenAPIVersion('3.1.0')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' }, 'jwt')
    .addApiKey({ type: 'apiKey', in: 'header', name: 'X-Write-Key' }, 'writeKey')
    .build();
  return withErrors(SwaggerModule.createDocument(app, document));
}

const METHODS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch'] as const;
const text = { type: 'string' };

/** What every answer is that is no success. */
const ERRORS = {
  type: 'object',
  required: ['errors'],
  properties: {
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['code', 'title', 'detail'],
        properties: {
          code: { ...text, description: 'One of the registry of codes.', example: 'INVALID_QUERY_PARAMETERS' },
          title: { ...text, description: 'In Russian or English, by Accept-Language.' },
          detail: text,
          source: { type: 'object', properties: { pointer: text, parameter: text } },
        },
      },
    },
  },
};

function withErrors(document: OpenAPIObject): OpenAPIObject {
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Errors' } } };
  for (const path of Object.values(document.paths)) {
    for (const method of METHODS) {
      const responses = path[method]?.responses;
      if (responses !== undefined) responses['default'] ??= { description: 'What went wrong.', content };
    }
  }
  const { components } = document;
  return { ...document, components: { ...components, schemas: { ...components?.schemas, Errors: ERRORS } } };
}
