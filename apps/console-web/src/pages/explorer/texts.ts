import { defineTexts } from '../../i18n/texts';

export const explorerTexts = defineTexts('explorer', {
  ru: { title: 'Исследование метрик' },
  en: { title: 'Metric explorer' },
});
