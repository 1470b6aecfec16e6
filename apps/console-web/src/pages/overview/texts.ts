import { defineTexts } from '../../i18n/texts';

export const overviewTexts = defineTexts('overview', {
  ru: { title: 'Обзор' },
  en: { title: 'Overview' },
});
