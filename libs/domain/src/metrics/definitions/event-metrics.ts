import type { Dimension } from '../question/dimensions';
import type { EventsMeasure } from './measure';
import { type InTwoLanguages, metric, type MetricData, type MetricDefinition } from './metric-definition';

const PLACE: readonly Dimension[] = ['platform', 'country'];
const GAME: readonly Dimension[] = ['game_id', 'developer_id', 'genre'];

const eventsOf = (type: string, more: Partial<EventsMeasure> = {}): EventsMeasure => ({
  of: 'events',
  types: [`com.platform.${type}.v1`],
  ...more,
});

/** A plain count of events of one type. */
function counted(
  data: Pick<MetricData, 'name' | 'displayName' | 'description' | 'ownerService' | 'tags' | 'dimensions'> &
    Partial<MetricData> & { readonly type: string; readonly kinds?: readonly string[] },
): MetricDefinition {
  const { type, kinds, ...rest } = data;
  const of = kinds === undefined ? '' : ` (${kinds.join(', ')})`;
  const formula = { en: `number of events ${type}${of}`, ru: `число событий ${type}${of}` };
  const numerator = eventsOf(type, kinds === undefined ? {} : { kinds });
  return metric({ unit: 'count', kind: 'count', formula, numerator, ...rest });
}

const names = (en: string, ru: string): InTwoLanguages => ({ en, ru });

export const EVENT_METRICS: readonly MetricDefinition[] = [
  counted({
    name: 'registrations',
    type: 'auth.user.registered',
    displayName: names('Registrations', 'Регистрации'),
    description: names('Accounts that were opened.', 'Открытые учётные записи.'),
    ownerService: 'auth',
    tags: ['audience'],
    dimensions: [...PLACE, 'campaign_id'],
  }),
  counted({
    name: 'logins',
    type: 'auth.user.loggedin',
    displayName: names('Log-ins', 'Входы'),
    description: names('Log-ins to accounts.', 'Входы в учётные записи.'),
    ownerService: 'auth',
    tags: ['audience'],
    dimensions: [...PLACE, 'client_version'],
  }),
  counted({
    name: 'game_page_views',
    type: 'catalog.game.viewed',
    displayName: names('Game page views', 'Просмотры страниц игр'),
    description: names(
      'Openings of game pages; an event sent twice counts once.',
      'Открытия страниц игр; событие, присланное дважды, считается один раз.',
    ),
    ownerService: 'catalog',
    tags: ['store'],
    isRealtime: true,
    dimensions: [...PLACE, ...GAME, 'campaign_id', 'placement'],
  }),
  counted({
    name: 'searches',
    type: 'catalog.game.searched',
    displayName: names('Searches', 'Поисковые запросы'),
    description: names('Searches in the catalogue.', 'Поиски в каталоге.'),
    ownerService: 'catalog',
    tags: ['store'],
    dimensions: PLACE,
  }),
  counted({
    name: 'downloads_started',
    type: 'download.started',
    displayName: names('Downloads started', 'Начатые загрузки'),
    description: names('Downloads that began.', 'Загрузки, которые начались.'),
    ownerService: 'download',
    tags: ['downloads'],
    dimensions: [...PLACE, ...GAME],
  }),
  counted({
    name: 'downloads_completed',
    type: 'download.completed',
    displayName: names('Downloads completed', 'Завершённые загрузки'),
    description: names('Downloads that came to their end.', 'Загрузки, дошедшие до конца.'),
    ownerService: 'download',
    tags: ['downloads'],
    dimensions: [...PLACE, ...GAME],
  }),
  metric({
    name: 'download_success_rate',
    displayName: names('Download success rate', 'Доля завершённых загрузок'),
    description: names(
      'Of the downloads started in the period, the share completed so far.',
      'Доля загрузок, начатых в периоде и завершённых к этому времени.',
    ),
    formula: names(
      'started downloads that completed / started downloads',
      'начатые и завершённые загрузки / начатые загрузки',
    ),
    unit: 'ratio',
    kind: 'ratio',
    ownerService: 'download',
    tags: ['downloads'],
    dimensions: [...PLACE, ...GAME],
    numerator: { of: 'downloads', part: 'completed' },
    denominator: { of: 'downloads', part: 'started' },
  }),
  counted({
    name: 'reviews',
    type: 'social.review.created',
    displayName: names('Reviews', 'Отзывы'),
    description: names('Reviews of games.', 'Отзывы об играх.'),
    ownerService: 'social',
    tags: ['social'],
    dimensions: [...PLACE, ...GAME],
  }),
  metric({
    name: 'review_score',
    displayName: names('Review score', 'Средняя оценка'),
    description: names('Mean rating of the reviews, from 1 to 10.', 'Средняя оценка в отзывах, от 1 до 10.'),
    formula: names('sum of ratings / reviews', 'сумма оценок / отзывы'),
    unit: 'points',
    kind: 'ratio',
    ownerService: 'social',
    tags: ['social'],
    dimensions: [...PLACE, ...GAME],
    numerator: eventsOf('social.review.created', { sum: 'ratings' }),
    denominator: eventsOf('social.review.created'),
  }),
  counted({
    name: 'friends_added',
    type: 'social.friend.added',
    displayName: names('Friends added', 'Новые друзья'),
    description: names('Friendships that were made.', 'Заведённые дружбы.'),
    ownerService: 'social',
    tags: ['social'],
    dimensions: PLACE,
  }),
  counted({
    name: 'bans',
    type: 'admin.user.banned',
    displayName: names('Bans', 'Блокировки'),
    description: names('Accounts that were banned.', 'Заблокированные учётные записи.'),
    ownerService: 'admin',
    tags: ['safety'],
    dimensions: PLACE,
  }),
];

export const OUTREACH_METRICS: readonly MetricDefinition[] = [
  counted({
    name: 'notifications_sent',
    type: 'notification.sent',
    displayName: names('Notifications sent', 'Отправленные уведомления'),
    description: names('Notifications that went out.', 'Ушедшие уведомления.'),
    ownerService: 'notification',
    tags: ['outreach'],
    dimensions: [...PLACE, 'channel', 'campaign_id'],
  }),
  metric({
    name: 'notification_delivery_rate',
    displayName: names('Notification delivery rate', 'Доля доставленных уведомлений'),
    description: names('Share of notifications that went out.', 'Доля уведомлений, которые ушли.'),
    formula: names('sent / (sent + failed)', 'отправленные / (отправленные + неудавшиеся)'),
    unit: 'ratio',
    kind: 'ratio',
    ownerService: 'notification',
    tags: ['outreach'],
    dimensions: [...PLACE, 'channel', 'campaign_id'],
    numerator: eventsOf('notification.sent'),
    denominator: {
      of: 'events',
      types: ['com.platform.notification.sent.v1', 'com.platform.notification.failed.v1'],
    },
  }),
  counted({
    name: 'campaign_impressions',
    type: 'marketing.campaign.interacted',
    kinds: ['impression'],
    displayName: names('Campaign impressions', 'Показы кампаний'),
    description: names('Times a campaign was shown.', 'Сколько раз кампанию показали.'),
    ownerService: 'marketing',
    tags: ['outreach', 'campaigns'],
    dimensions: [...PLACE, ...GAME, 'campaign_id', 'channel'],
  }),
  counted({
    name: 'campaign_clicks',
    type: 'marketing.campaign.interacted',
    kinds: ['click'],
    displayName: names('Campaign clicks', 'Переходы по кампаниям'),
    description: names('Times a campaign was clicked.', 'Сколько раз по кампании перешли.'),
    ownerService: 'marketing',
    tags: ['outreach', 'campaigns'],
    dimensions: [...PLACE, ...GAME, 'campaign_id', 'channel'],
  }),
  metric({
    name: 'campaign_ctr',
    displayName: names('Campaign click rate', 'CTR кампаний'),
    description: names('Clicks per impression.', 'Переходы на один показ.'),
    formula: names('clicks / impressions', 'переходы / показы'),
    unit: 'ratio',
    kind: 'ratio',
    ownerService: 'marketing',
    tags: ['outreach', 'campaigns'],
    dimensions: [...PLACE, ...GAME, 'campaign_id', 'channel'],
    numerator: eventsOf('marketing.campaign.interacted', { kinds: ['click'] }),
    denominator: eventsOf('marketing.campaign.interacted', { kinds: ['impression'] }),
  }),
];
