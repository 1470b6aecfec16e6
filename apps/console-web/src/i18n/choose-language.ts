import { i18n } from './i18n';
import { chosenLanguage, type Language } from './languages';

const KEPT = 'console.language';

/** At the start, before anything is drawn. */
export function startLanguage(): void {
  speak(chosenLanguage(localStorage.getItem(KEPT), navigator.languages));
}

export function chooseLanguage(language: Language): void {
  localStorage.setItem(KEPT, language);
  speak(language);
}

function speak(language: Language): void {
  document.documentElement.lang = language;
  void i18n.changeLanguage(language);
}
