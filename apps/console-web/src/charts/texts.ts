import { defineTexts } from '../i18n/texts';

export const chartTexts = defineTexts('charts', {
  ru: {
    count: 'количество',
    people: 'человек',
    RUB: 'рубли, ₽',
    ratio: 'доля, %',
    hours: 'часы',
    minutes: 'минуты',
    points: 'баллы',
    ms: 'миллисекунды',
    hidden: 'скрыто',
    hiddenHint: 'Меньше десяти человек: показать это число значило бы показать людей.',
    unfinished: 'ещё не закончено',
    undecided: 'ещё не решено',
    more: 'и ещё {{count}} – в таблице',
    chart: 'График: {{name}}, {{unit}}. Отрезков: {{buckets}}, рядов: {{series}}. Стрелками можно пройти по значениям.',
    table: 'Значения метрики {{name}}, {{unit}}',
    period: 'Период',
    series: 'Разрез',
    value: 'Значение',
    earlier: 'Было',
    change: 'Изменение',
    others: 'Остальные',
    notTold: 'Не указано',
  },
  en: {
    count: 'count',
    people: 'people',
    RUB: 'roubles, ₽',
    ratio: 'share, %',
    hours: 'hours',
    minutes: 'minutes',
    points: 'points',
    ms: 'milliseconds',
    hidden: 'hidden',
    hiddenHint: 'Fewer than ten people: to show this number would be to show the people.',
    unfinished: 'not over yet',
    undecided: 'not decided yet',
    more: 'and {{count}} more in the table',
    chart: 'Chart: {{name}}, {{unit}}. Buckets: {{buckets}}, series: {{series}}. Arrow keys walk through the values.',
    table: 'Values of {{name}}, {{unit}}',
    period: 'Period',
    series: 'Breakdown',
    value: 'Value',
    earlier: 'Before',
    change: 'Change',
    others: 'Others',
    notTold: 'Not told',
  },
});

export type UnitText = 'count' | 'people' | 'RUB' | 'ratio' | 'hours' | 'minutes' | 'points' | 'ms';
const UNITS: readonly UnitText[] = ['count', 'people', 'RUB', 'ratio', 'hours', 'minutes', 'points', 'ms'];

/** The key a unit of the API is called by; a unit of tomorrow counts something. */
export const unitText = (unit: string): UnitText => UNITS.find((each) => each === unit) ?? 'count';
