import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { ConfigInvalid, type Language } from '@analytics/service-kit';
import { Injectable } from '@nestjs/common';
import { PageConfig } from './page.config';

const TYPES: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};
/** As the build writes it: the page in English. */
const BUILT_LANGUAGE = /<html lang="en"/;
const COMPRESSED = ['.css', '.js', '.json', '.svg'];

export interface PageFile {
  readonly type: string;
  readonly etag: string;
  readonly body: Buffer;
  readonly gzip?: Buffer;
}

/** The built page in memory, a few megabytes: what is not in the folder at the start cannot be asked for, whatever the path. */
@Injectable()
export class PageFiles {
  private readonly files: ReadonlyMap<string, PageFile>;
  private readonly index: Readonly<Record<Language, string>>;

  constructor({ directory }: PageConfig) {
    this.files = new Map(namesIn(directory).map((name) => [`/${name}`, fileAt(path.join(directory, name))]));
    const index = this.files.get('/index.html');
    if (index === undefined) {
      throw new ConfigInvalid([
        'CONSOLE_PAGE_DIRECTORY: holds no index.html; `npx nx build console-web` makes the page',
      ]);
    }
    const en = index.body.toString();
    this.index = { en, ru: en.replace(BUILT_LANGUAGE, '<html lang="ru"') };
  }

  indexIn(language: Language): string {
    return this.index[language];
  }

  at(place: string): PageFile | undefined {
    return place === '/index.html' ? undefined : this.files.get(place);
  }
}

/** Files whose type is known; what begins with a dot is the build's own. */
function namesIn(directory: string): string[] {
  try {
    return readdirSync(directory, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && path.extname(entry.name) in TYPES)
      .map((entry) => path.relative(directory, path.join(entry.parentPath ?? entry.path, entry.name)))
      .filter((name) => !name.split(path.sep).some((part) => part.startsWith('.')))
      .map((name) => name.split(path.sep).join('/'));
  } catch {
    return [];
  }
}

function fileAt(place: string): PageFile {
  const body = readFileSync(place);
  const extension = path.extname(place);
  return {
    type: TYPES[extension]!,
    etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`,
    body,
    ...(COMPRESSED.includes(extension) && { gzip: gzipSync(body, { level: 9 }) }),
  };
}
