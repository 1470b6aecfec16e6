import { useCallback } from 'react';
import type { Texts } from '../../../i18n/texts';
import { translated, useLanguage } from '../../../i18n/use-texts';

export type Word = (name: string) => string;

/** Words for names that an API gives: a name that is new to this page is shown as it is. */
export function useWords<Key extends string>(texts: Texts<Key>): Word {
  const language = useLanguage();
  return useCallback(
    (name) => (Object.hasOwn(texts.en, name) ? translated(texts, language, name as Key) : name),
    [texts, language],
  );
}
