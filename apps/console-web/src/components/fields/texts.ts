import { defineTexts } from '../../i18n/texts';

export const fieldTexts = defineTexts('fields', {
  ru: {
    notSet: 'не задано',
    clear: 'Очистить',
    done: 'Готово',
    hours: 'Часы',
    minutes: 'Минуты',
    pickMonth: 'Выбрать месяц',
    pickYear: 'Выбрать год',
    nextMonth: 'Следующий месяц',
    previousMonth: 'Предыдущий месяц',
    nextYear: 'Следующий год',
    previousYear: 'Предыдущий год',
    nextDecade: 'Следующие десять лет',
    previousDecade: 'Предыдущие десять лет',
  },
  en: {
    notSet: 'not set',
    clear: 'Clear',
    done: 'Done',
    hours: 'Hours',
    minutes: 'Minutes',
    pickMonth: 'Pick a month',
    pickYear: 'Pick a year',
    nextMonth: 'Next month',
    previousMonth: 'Previous month',
    nextYear: 'Next year',
    previousYear: 'Previous year',
    nextDecade: 'Next ten years',
    previousDecade: 'Previous ten years',
  },
});
