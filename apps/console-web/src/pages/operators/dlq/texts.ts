import { defineTexts } from '../../../i18n/texts';

export const dlqTexts = defineTexts('dlq', {
  ru: { title: 'Отклонённые события' },
  en: { title: 'Rejected events' },
});
