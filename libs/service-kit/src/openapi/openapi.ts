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
  return SwaggerModule.createDocument(app, document);
}
