import { Public } from '@analytics/service-kit';
import { Controller, Get, Headers, HttpStatus, Logger, Query, Req, Res } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { pageLanguage } from '../page/page-language';
import { assertNotFromElsewhere } from '../session/origin';
import { CallbackRequest, LoginRequest } from './login.request';
import { LoginOver } from './identity-provider';
import { logins } from './login.metrics';
import { LoginService, type Redirect } from './login.service';
import { loginFailedPage } from './login-failed.page';

/** What people see of the log-in are redirections; when it fails, a page that says what to do. */
@Controller('auth')
@Public()
export class LoginController {
  private readonly logger = new Logger(LoginController.name);

  constructor(private readonly login: LoginService) {}

  @Get('login')
  async begin(@Query() { return_to: wish }: LoginRequest, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.answer(request, reply, () => this.login.begin(wish));
  }

  @Get('callback')
  async finish(@Query() told: CallbackRequest, @Req() request: FastifyRequest, @Res() reply: FastifyReply) {
    await this.answer(request, reply, async () => {
      const { code, state } = told;
      if (code === undefined || state === undefined) throw new LoginOver();
      const redirect = await this.login.finish({ code, state, issuer: told.iss }, request.headers);
      logins.inc({ result: 'ok' });
      return redirect;
    });
  }

  @Get('logout')
  async end(
    @Headers('sec-fetch-site') site: string | undefined,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ) {
    assertNotFromElsewhere(site);
    await this.answer(request, reply, () => this.login.end());
  }

  private async answer(request: FastifyRequest, reply: FastifyReply, work: () => Promise<Redirect>): Promise<void> {
    try {
      const { to, cookies } = await work();
      await reply.header('set-cookie', [...cookies]).redirect(to, HttpStatus.SEE_OTHER);
    } catch (error) {
      const isOver = error instanceof LoginOver;
      logins.inc({ result: isOver ? 'over' : 'failed' });
      if (!isOver) this.logger.warn({ msg: 'a log-in failed', err: error });
      const { status, headers, body } = loginFailedPage(isOver ? 'over' : 'away', pageLanguage(request.headers));
      await reply.status(status).headers(headers).send(body);
    }
  }
}
