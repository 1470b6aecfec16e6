import { Module } from '@nestjs/common';
import { LoginModule } from '../login/login.module';
import { PageController } from './page.controller';
import { PageFiles } from './page-files';

@Module({ imports: [LoginModule], controllers: [PageController], providers: [PageFiles] })
export class PageModule {}
