import { randomBytes } from 'node:crypto';
import { Public } from '@analytics/service-kit';
import { Controller, Get, HttpStatus, NotFoundException, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Sessions } from '../session/sessions';
import { contentPolicy } from './content-policy';
import { PageConfig } from './page.config';
import { type PageFile, PageFiles } from './page-files';
import { BY_LANGUAGE, pageLanguage } from './page-language';

const NONCE = '__CSP_NONCE__';
/** Addresses that are the page's own: it decides what is there. */
const PLACE = /^\/(?:[\w~-]+(?:\/[\w~.:%@-]+)*\/?)?$/;
/** What is told on the management port is no page here: a probe at the wrong port must not read a success. */
const NO_PLACE = /^\/(?:metrics|health)(?:\/|$)/;
const PERMISSIONS = 'camera=(), geolocation=(), microphone=(), payment=(), usb=()';

@Controller()
@Public()
export class PageController {
  constructor(
    private readonly files: PageFiles,
    private readonly config: PageConfig,
    private readonly sessions: Sessions,
  ) {}

  @Get(['', '*'])
  async page(@Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    const place = (request.raw.url ?? '/').split('?', 1)[0]!;
    const file = this.files.at(place);
    if (file !== undefined) return this.give(file, place, request, reply);
    if (place.startsWith('/assets/') || !PLACE.test(place) || NO_PLACE.test(place)) throw new NotFoundException();
    if (isSomebodyComing(request) && !(await this.sessions.isThere(request.headers))) {
      return this.toLogin(request, reply);
    }
    return this.start(request, reply);
  }

  /** The page would only find out that nobody is logged in; said here, people are there sooner. */
  private toLogin({ raw }: FastifyRequest, reply: FastifyReply) {
    const wish = encodeURIComponent(raw.url ?? '/');
    return reply.redirect(`/auth/login?return_to=${wish}`, HttpStatus.SEE_OTHER);
  }

  /** The page under every address of its own; never kept, because its nonce is good once. */
  private start({ headers }: FastifyRequest, reply: FastifyReply) {
    const nonce = randomBytes(16).toString('base64url');
    const language = pageLanguage(headers);
    return reply
      .headers({
        ...BY_LANGUAGE,
        'content-type': 'text/html; charset=utf-8',
        'content-language': language,
        'content-security-policy': contentPolicy(nonce, this.config.origin),
        'referrer-policy': 'same-origin',
        'permissions-policy': PERMISSIONS,
      })
      .send(this.files.indexIn(language).replaceAll(NONCE, nonce));
  }

  /** The name of an asset changes with its content, so it is kept for good. */
  private give(file: PageFile, place: string, { headers }: FastifyRequest, reply: FastifyReply) {
    const isNamedByContent = place.startsWith('/assets/');
    void reply.headers({
      'content-type': file.type,
      etag: file.etag,
      vary: 'accept-encoding',
      'cache-control': isNamedByContent ? 'public, max-age=31536000, immutable' : 'no-cache',
    });
    if (headers['if-none-match'] === file.etag) return reply.status(304).send();
    if (file.gzip !== undefined && /\bgzip\b/.test(String(headers['accept-encoding'] ?? ''))) {
      return reply.header('content-encoding', 'gzip').send(file.gzip);
    }
    return reply.send(file.body);
  }
}

/** A browser that opens the page for a person; programs and checks get the page itself. */
const isSomebodyComing = ({ headers }: FastifyRequest): boolean =>
  headers['sec-fetch-mode'] === 'navigate' && headers['sec-fetch-dest'] === 'document';
