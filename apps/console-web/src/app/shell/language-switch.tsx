import { SegmentedControl } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { chooseLanguage } from '../../i18n/choose-language';
import type { Language } from '../../i18n/languages';
import { useLanguage, useTexts } from '../../i18n/use-texts';
import { shellTexts } from './texts';

export function LanguageSwitch() {
  const t = useTexts(shellTexts);
  const language = useLanguage();
  const queries = useQueryClient();
  const choose = (next: string) => {
    chooseLanguage(next as Language);
    // Names and definitions of metrics come from the API in the language that was asked in.
    void queries.invalidateQueries();
  };
  return (
    <SegmentedControl
      size="xs"
      aria-label={t('language')}
      value={language}
      onChange={choose}
      data={[
        { value: 'ru', label: 'RU' },
        { value: 'en', label: 'EN' },
      ]}
    />
  );
}
