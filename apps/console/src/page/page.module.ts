import { Module } from '@nestjs/common';
import { PageController } from './page.controller';
import { PageFiles } from './page-files';

@Module({ controllers: [PageController], providers: [PageFiles] })
export class PageModule {}
