import { i18n } from './i18n';
import { chosenLanguage, type Language } from './languages';

const KEPT = 'console.language';
/** Tells the server in which language to give the page the next time. */
const COOKIE = 'console_language';
/** As long as browsers keep any. */
const COOKIE_SECONDS = 400 * 86_400;

/** At the start, before anything is drawn. */
export function startLanguage(): void {
  const kept = localStorage.getItem(KEPT);
  const language = chosenLanguage(kept, navigator.languages);
  // Written anew each time: it ends, and who chose before there was one has none.
  if (kept === language) tellServer(language);
  speak(language);
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  tellServer(language);
  speak(language);
}

function tellServer(language: Language): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${COOKIE}=${language}; Path=/; Max-Age=${COOKIE_SECONDS}; SameSite=Lax${secure}`;
}

function speak(language: Language): void {
  document.documentElement.lang = language;
  void i18n.changeLanguage(language);
}
