import { ProtectedBy, TokenVerifier } from '@analytics/service-kit';
import { Controller, Get } from '@nestjs/common';
import { CurrentSession } from '../session/current-session.decorator';
import { ConsoleGuard } from '../session/console.guard';
import type { Session } from '../session/session';

interface MeAnswer {
  readonly data: {
    readonly sub: string;
    readonly name: string;
    readonly roles: readonly string[];
    readonly developer_id: string | null;
  };
}

/** Who the page speaks with. Roles are read from the token as the APIs will read them. */
@Controller('auth/me')
@ProtectedBy(ConsoleGuard)
export class MeController {
  constructor(private readonly tokens: TokenVerifier) {}

  @Get()
  async me(@CurrentSession() { name, accessToken }: Session): Promise<MeAnswer> {
    const { subject, roles, developerId } = await this.tokens.verify(accessToken);
    return { data: { sub: subject, name, roles, developer_id: developerId ?? null } };
  }
}
