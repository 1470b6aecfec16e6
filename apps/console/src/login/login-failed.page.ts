import { createHash } from 'node:crypto';
import type { Language } from '@analytics/service-kit';
import { BY_LANGUAGE } from '../page/page-language';

const TEXTS = {
  over: {
    ru: ['Вход не завершён', 'Попытка входа устарела или начата в другом окне. Начните ещё раз.', 'Войти'],
    en: ['The log-in was not finished', 'It took too long, or was begun in another window. Begin again.', 'Log in'],
  },
  away: {
    ru: ['Сервис входа не отвечает', 'Обычно это проходит за минуту. Подождите и повторите.', 'Повторить'],
    en: ['The log-in service does not answer', 'It is mostly back within a minute. Wait, then try again.', 'Try again'],
  },
} as const satisfies Record<string, Record<Language, readonly [title: string, advice: string, again: string]>>;

const STYLE =
  ':root{color-scheme:light dark}body{font:16px/1.5 system-ui;max-width:28rem;margin:16vh auto;padding:0 1rem}a{color:inherit;display:inline-block;border:1px solid #8888;border-radius:8px;padding:.5rem 1rem;text-decoration:none}';
const POLICY = `default-src 'none'; style-src 'sha256-${createHash('sha256').update(STYLE).digest('base64')}'; base-uri 'none'; frame-ancestors 'none'`;

/** The one page that has to work while the page of the console cannot: nothing in it comes from the request. */
export function loginFailedPage(reason: keyof typeof TEXTS, language: Language) {
  const [title, advice, again] = TEXTS[reason][language];
  return {
    status: reason === 'over' ? 400 : 503,
    headers: {
      ...BY_LANGUAGE,
      'content-type': 'text/html; charset=utf-8',
      'content-language': language,
      'content-security-policy': POLICY,
      ...(reason === 'away' && { 'retry-after': '5' }),
    },
    body: `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title><style>${STYLE}</style><h1>${title}</h1><p>${advice}</p><p><a href="/auth/login">${again}</a></p></html>`,
  };
}
