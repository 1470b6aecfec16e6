import path from 'node:path';
import { Env } from '@analytics/service-kit';
import { IsString, IsUrl, MinLength } from 'class-validator';

export class PageConfig {
  /** Address of the console as a browser sees it; log-ins come back to it, and what changes something must come from it. */
  @Env('CONSOLE_PUBLIC_URL')
  @IsUrl({ protocols: ['http', 'https'], require_protocol: true, require_tld: false })
  publicUrl: string = 'http://127.0.0.1:8080';

  /** Folder with the built page. */
  @Env('CONSOLE_PAGE_DIRECTORY')
  @IsString()
  @MinLength(1)
  directory: string = path.resolve(__dirname, '../../../console-web/dist');

  get origin(): string {
    return new URL(this.publicUrl).origin;
  }

  get isSecure(): boolean {
    return this.origin.startsWith('https:');
  }
}
