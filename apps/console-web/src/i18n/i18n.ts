import { createInstance } from 'i18next';

/** The page's texts: pages add theirs when they are loaded, so the first load carries only its own. */
export const i18n = createInstance();

void i18n.init({
  lng: 'en',
  fallbackLng: false,
  resources: {},
  initAsync: false,
  showSupportNotice: false,
  // React escapes; a text escaped twice shows its marks.
  interpolation: { escapeValue: false },
  // Keys are words of ours, not paths.
  keySeparator: false,
  nsSeparator: false,
} as Parameters<typeof i18n.init>[0]);
