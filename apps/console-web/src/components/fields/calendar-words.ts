import 'dayjs/locale/ru';
import { useLanguage, useTexts } from '../../i18n/use-texts';
import { fieldTexts } from './texts';

/** What calendars say: in the language of the page, where the browser's own fields follow the browser. */
export function useCalendarWords() {
  const t = useTexts(fieldTexts);
  return {
    locale: useLanguage(),
    ariaLabels: {
      monthLevelControl: t('pickMonth'),
      yearLevelControl: t('pickYear'),
      nextMonth: t('nextMonth'),
      previousMonth: t('previousMonth'),
      nextYear: t('nextYear'),
      previousYear: t('previousYear'),
      nextDecade: t('nextDecade'),
      previousDecade: t('previousDecade'),
    },
  };
}
