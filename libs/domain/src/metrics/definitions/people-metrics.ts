import type { InTwoLanguages } from '@analytics/contracts';
import type { Dimension } from '../question/dimensions';
import type { PeopleWindow } from './measure';
import { metric, type MetricDefinition, names } from './metric-definition';

const DIMENSIONS: readonly Dimension[] = ['platform', 'country', 'game_id', 'developer_id', 'genre'];
const COMMON = { ownerService: 'analytics', tags: ['audience'], dimensions: DIMENSIONS } as const;

const windowed = (
  name: string,
  window: PeopleWindow,
  displayName: InTwoLanguages,
  formula: InTwoLanguages,
): MetricDefinition =>
  metric({
    ...COMMON,
    name,
    displayName,
    description: names(`Distinct active people, ${formula.en}.`, `Разные активные люди, ${formula.ru}.`),
    formula: names(`distinct active people ${formula.en}`, `разные активные люди ${formula.ru}`),
    unit: 'people',
    kind: 'unique',
    numerator: { of: 'people-window', window },
  });

/** Active: started a game, looked at a game's page, bought, or did a social act. Bots and staff are left out. */

export const PEOPLE_METRICS: readonly MetricDefinition[] = [
  metric({
    ...COMMON,
    name: 'dau',
    displayName: names('Daily active users', 'Активные за день'),
    description: names(
      'Distinct people who started a game, looked at a game page, bought or did a social act.',
      'Разные люди, которые запускали игру, смотрели страницу игры, покупали или общались.',
    ),
    formula: names('distinct active people of the bucket', 'разные активные люди отрезка'),
    unit: 'people',
    kind: 'unique',
    numerator: { of: 'people' },
  }),
  windowed(
    'wau',
    'last-7-days',
    names('Weekly active users', 'Активные за 7 дней'),
    names("of the 7 days that end with the bucket's last day", 'за 7 дней, кончая последним днём отрезка'),
  ),
  windowed(
    'mau',
    'last-30-days',
    names('Monthly active users', 'Активные за 30 дней'),
    names("of the 30 days that end with the bucket's last day", 'за 30 дней, кончая последним днём отрезка'),
  ),
  windowed(
    'wau_iso',
    'iso-week',
    names('Active in the calendar week', 'Активные за календарную неделю'),
    names("of the ISO week of the bucket's last day", 'за неделю ISO, в которой последний день отрезка'),
  ),
  windowed(
    'mau_calendar',
    'calendar-month',
    names('Active in the calendar month', 'Активные за календарный месяц'),
    names("of the calendar month of the bucket's last day", 'за календарный месяц последнего дня отрезка'),
  ),
  metric({
    ...COMMON,
    name: 'stickiness',
    displayName: names('Stickiness', 'Липкость'),
    description: names(
      'On how large a share of days a monthly active person is active.',
      'Какую долю дней активен человек из активных за месяц.',
    ),
    formula: names(
      'mean daily active people of the last 30 days / people active in them',
      'средние активные за день за 30 дней / активные за эти 30 дней',
    ),
    unit: 'ratio',
    kind: 'ratio',
    numerator: { of: 'people-days-window' },
    divisor: 30,
    denominator: { of: 'people-window', window: 'last-30-days' },
  }),
  metric({
    ...COMMON,
    name: 'new_users',
    displayName: names('New users', 'Новые пользователи'),
    description: names(
      'People whose first act ever, with the game or developer if asked by one, lies in the period.',
      'Люди, чьё первое действие (если спрошено по игре или разработчику, то с ними) пришлось на период.',
    ),
    formula: names('people whose first act ever lies in the bucket', 'люди, чьё первое действие лежит в отрезке'),
    unit: 'people',
    kind: 'count',
    dimensions: ['platform', 'country', 'game_id', 'developer_id'],
    overlapping: ['game_id', 'developer_id'],
    numerator: { of: 'newcomers' },
  }),
];
