import type { InTwoLanguages } from '@analytics/contracts';
import type { Dimension } from '../question/dimensions';
import type { ConversionStart } from './measure';
import { metric, type MetricDefinition, names } from './metric-definition';

const PLACE: readonly Dimension[] = ['platform', 'country'];
const GAME: readonly Dimension[] = ['game_id', 'developer_id', 'genre'];
const PLAY: readonly Dimension[] = [...PLACE, ...GAME, 'client_version'];

export const PLAY_METRICS: readonly MetricDefinition[] = [
  metric({
    name: 'game_sessions',
    displayName: names('Game sessions', 'Игровые сессии'),
    description: names(
      'Sessions by their start; one without an end counts when 30 minutes passed without a sign of it.',
      'Сессии по их началу; сессия без конца считается через 30 минут без её сигналов.',
    ),
    formula: names('closed game sessions started', 'закрытые игровые сессии, начатые в отрезке'),
    unit: 'count',
    kind: 'count',
    ownerService: 'library',
    tags: ['play'],
    dimensions: PLAY,
    numerator: { of: 'game-sessions', what: 'sessions' },
  }),
  metric({
    name: 'playtime_hours',
    displayName: names('Playtime', 'Время в играх'),
    description: names(
      'Hours people were in games; overlapping sessions of one person in one game count once.',
      'Часы, проведённые в играх; наложения сессий одного человека в одной игре считаются один раз.',
    ),
    formula: names('union of sessions per person and game, in hours', 'объединение сессий по человеку и игре, в часах'),
    unit: 'hours',
    kind: 'sum',
    ownerService: 'library',
    tags: ['play'],
    dimensions: PLAY,
    overlapping: ['platform', 'country', 'client_version'],
    numerator: { of: 'playtime' },
    divisor: 3_600_000,
  }),
  metric({
    name: 'avg_session_minutes',
    displayName: names('Mean session', 'Средняя сессия'),
    description: names('Mean length of sessions that start in the bucket.', 'Средняя длина сессий, начатых в отрезке.'),
    formula: names('minutes of sessions / sessions', 'минуты сессий / сессии'),
    unit: 'minutes',
    kind: 'ratio',
    ownerService: 'library',
    tags: ['play'],
    dimensions: PLAY,
    numerator: { of: 'game-sessions', what: 'length' },
    divisor: 60_000,
    denominator: { of: 'game-sessions', what: 'sessions' },
  }),
  metric({
    name: 'peak_concurrent_players',
    displayName: names('Peak of concurrent players', 'Пик одновременных игроков'),
    description: names('Most people in a game at one instant.', 'Больше всего людей в играх одновременно.'),
    formula: names(
      'largest number of people in a session at one instant',
      'наибольшее число людей в сессии в один миг',
    ),
    unit: 'people',
    kind: 'gauge',
    ownerService: 'library',
    tags: ['play'],
    dimensions: PLAY,
    numerator: { of: 'concurrent-players' },
  }),
  metric({
    name: 'store_sessions',
    displayName: names('Store sessions', 'Визиты в магазин'),
    description: names(
      'Visits of the store by account and device; a new one after 30 minutes of silence.',
      'Визиты в магазин по учётной записи и устройству; новый — после 30 минут тишины.',
    ),
    formula: names('store sessions started', 'визиты, начатые в отрезке'),
    unit: 'count',
    kind: 'count',
    ownerService: 'analytics',
    tags: ['store'],
    dimensions: PLACE,
    numerator: { of: 'store-sessions' },
  }),
];

const conversion = (
  from: ConversionStart,
  name: string,
  displayName: InTwoLanguages,
  formula: InTwoLanguages,
): MetricDefinition =>
  metric({
    name,
    displayName,
    description: names(
      'Per person and game, by the day of the first step; windows still open are left out.',
      'По человеку и игре, по дню первого шага; незавершённые окна не в счёт.',
    ),
    formula,
    unit: 'ratio',
    kind: 'ratio',
    ownerService: 'analytics',
    tags: ['store', 'conversion'],
    dimensions: [...PLACE, ...GAME],
    numerator: { of: 'conversion', from, part: 'converted' },
    denominator: { of: 'conversion', from, part: 'finished' },
  });

export const STORE_METRICS: readonly MetricDefinition[] = [
  metric({
    name: 'wishlist_adds',
    displayName: names('Wishes added', 'Добавлено в желаемое'),
    description: names('Wishes that began; a repeat is none.', 'Начавшиеся желания; повтор не в счёт.'),
    formula: names('wishes added', 'добавленные желания'),
    unit: 'count',
    kind: 'count',
    ownerService: 'catalog',
    tags: ['store', 'wishlist'],
    dimensions: [...PLACE, ...GAME],
    numerator: { of: 'wishes', effect: 'added' },
  }),
  metric({
    name: 'wishlist_removes',
    displayName: names('Wishes removed', 'Убрано из желаемого'),
    description: names('Wishes taken back by the person.', 'Желания, снятые самим человеком.'),
    formula: names('wishes removed', 'снятые желания'),
    unit: 'count',
    kind: 'count',
    ownerService: 'catalog',
    tags: ['store', 'wishlist'],
    dimensions: [...PLACE, ...GAME],
    numerator: { of: 'wishes', effect: 'removed' },
  }),
  metric({
    name: 'wishlist_outstanding',
    displayName: names('Wishes outstanding', 'Открытые желания'),
    description: names(
      'Wishes neither removed nor fulfilled by a purchase, at the end of the bucket.',
      'Желания, не снятые и не исполненные покупкой, на конец отрезка.',
    ),
    formula: names('wishes added − removed − converted, since ever', 'добавлено − снято − исполнено, за всё время'),
    unit: 'count',
    kind: 'gauge',
    ownerService: 'catalog',
    tags: ['store', 'wishlist'],
    dimensions: GAME,
    numerator: { of: 'outstanding-wishes' },
  }),
  conversion(
    'page',
    'conversion_page_to_purchase',
    names('Page to purchase', 'Из страницы в покупку'),
    names(
      'bought within 14 days of the page view / page views decided',
      'купили за 14 дней после просмотра / решённые',
    ),
  ),
  conversion(
    'wish',
    'conversion_wishlist_to_purchase',
    names('Wishlist to purchase', 'Из желаемого в покупку'),
    names('bought within 180 days of the wish / wishes decided', 'купили за 180 дней после желания / решённые'),
  ),
];
