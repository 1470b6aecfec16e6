import type { IncomingHttpHeaders } from 'node:http';
import { type Language, languageOf } from '@analytics/service-kit';
import { readCookies } from '../session/cookies';

/** The page writes it when its person chooses a language; it says nothing else, so the page may read it. */
const CHOSEN = 'console_language';

/** By which headers a page differs: nobody in between may give one person's to another. */
export const BY_LANGUAGE = { vary: 'accept-language, cookie' } as const;

/** What the person chose, else what the browser likes best. */
export function pageLanguage({ cookie, 'accept-language': accepted }: IncomingHttpHeaders): Language {
  const chosen = readCookies(cookie).get(CHOSEN);
  return chosen === 'ru' || chosen === 'en' ? chosen : languageOf(accepted);
}
