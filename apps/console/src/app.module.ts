import { Module } from '@nestjs/common';
import { LoginModule } from './login/login.module';
import { PageModule } from './page/page.module';
import { ProxyModule } from './proxy/proxy.module';

@Module({ imports: [LoginModule, ProxyModule, PageModule] })
export class AppModule {}
