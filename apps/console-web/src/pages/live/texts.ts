import { defineTexts } from '../../i18n/texts';

export const liveTexts = defineTexts('live', {
  ru: { title: 'Сейчас' },
  en: { title: 'Live' },
});
