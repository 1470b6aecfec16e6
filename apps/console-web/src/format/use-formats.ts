import { useMemo } from 'react';
import { useLanguage } from '../i18n/use-texts';
import { type Formats, formatsFor } from './formats';

/** Formats in the language of the page. */
export function useFormats(): Formats {
  const language = useLanguage();
  return useMemo(() => formatsFor(language), [language]);
}
