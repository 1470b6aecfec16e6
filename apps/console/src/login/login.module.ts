import { JwtConfig, ReadinessRegistry, TokenVerifier, tokenVerifierOf } from '@analytics/service-kit';
import { Module, type OnModuleInit } from '@nestjs/common';
import { UpstreamsModule } from '../proxy/upstreams.module';
import { ConsoleGuard } from '../session/console.guard';
import { LiveSessions } from '../session/live-sessions';
import { SealedBox } from '../session/sealed-box';
import { Sessions } from '../session/sessions';
import { Discovery } from './discovery';
import { IdentityProvider } from './identity-provider';
import { LoginAudit } from './login-audit';
import { LoginController } from './login.controller';
import { LoginService } from './login.service';
import { LoginSettings } from './login-settings';
import { MeController } from './me.controller';

@Module({
  imports: [UpstreamsModule],
  controllers: [LoginController, MeController],
  providers: [
    { provide: TokenVerifier, inject: [JwtConfig], useFactory: tokenVerifierOf },
    ConsoleGuard,
    Discovery,
    IdentityProvider,
    LiveSessions,
    LoginAudit,
    LoginService,
    LoginSettings,
    SealedBox,
    Sessions,
  ],
  exports: [ConsoleGuard, LiveSessions, Sessions],
})
export class LoginModule implements OnModuleInit {
  constructor(
    private readonly readiness: ReadinessRegistry,
    private readonly discovery: Discovery,
  ) {}

  /** Who is logged in goes on working without it. */
  onModuleInit(): void {
    const check = async () => void (await this.discovery.read());
    this.readiness.register({ name: 'identity provider', check, optional: true });
  }
}
