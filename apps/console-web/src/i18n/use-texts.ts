import { useCallback, useSyncExternalStore } from 'react';
import { i18n } from './i18n';
import type { Language } from './languages';
import type { Texts } from './texts';

export type TextValues = Readonly<Record<string, string | number>>;
export type Translate<Key extends string> = (key: Key, values?: TextValues) => string;

const subscribe = (changed: () => void) => {
  i18n.on('languageChanged', changed);
  return () => i18n.off('languageChanged', changed);
};
const language = () => i18n.language as Language;

export const useLanguage = (): Language => useSyncExternalStore(subscribe, language);

/** `const t = useTexts(texts)`, then `t('title')` or `t('rows', { count: 3 })`. */
export function useTexts<Key extends string>(texts: Texts<Key>): Translate<Key> {
  const now = useLanguage();
  return useCallback((key, values) => translated(texts, now, key, values), [texts, now]);
}

/** The same outside of components. */
export function translated<Key extends string>(
  { namespace }: Texts<Key>,
  lng: Language,
  key: Key,
  values: TextValues = {},
): string {
  return i18n.t(key, { ...values, ns: namespace, lng });
}
