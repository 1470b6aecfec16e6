import type { Dimension } from '../question/dimensions';
import { counted, eventsOf } from './counted-metric';
import { metric, type MetricDefinition, names } from './metric-definition';

const PLACE: readonly Dimension[] = ['platform', 'country'];
const GAME: readonly Dimension[] = ['game_id', 'developer_id', 'genre'];

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
