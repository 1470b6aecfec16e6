import { RELEASE, SALE } from './plan';

export interface Campaign {
  readonly campaignId: string;
  readonly name: string;
  readonly channel: string;
  readonly from: number;
  readonly until: number;
  /** How many new accounts it brings, against the others. */
  readonly brings: number;
  /** People who see it on a day. */
  readonly impressions: number;
  readonly clickShare: number;
}

const id = (number: number): string => `c0ffee00-0000-4000-8000-${String(number).padStart(12, '0')}`;

export const CAMPAIGNS: readonly Campaign[] = [
  {
    campaignId: id(1),
    name: 'search',
    channel: 'yandex_direct',
    from: -200,
    until: 1,
    brings: 5,
    impressions: 20,
    clickShare: 0.06,
  },
  {
    campaignId: id(2),
    name: 'social',
    channel: 'vk_ads',
    from: -200,
    until: 1,
    brings: 4,
    impressions: 23,
    clickShare: 0.03,
  },
  {
    campaignId: id(3),
    name: 'bloggers',
    channel: 'youtube',
    from: RELEASE.day - 2,
    until: 1,
    brings: 6,
    impressions: 16,
    clickShare: 0.09,
  },
  {
    campaignId: id(4),
    name: 'autumn sale, letter',
    channel: 'email',
    from: SALE.from,
    until: SALE.until,
    brings: 0,
    impressions: 40,
    clickShare: 0.12,
  },
  {
    campaignId: id(5),
    name: 'autumn sale, push',
    channel: 'push',
    from: SALE.from,
    until: SALE.until,
    brings: 0,
    impressions: 30,
    clickShare: 0.07,
  },
  {
    campaignId: id(6),
    name: 'posts',
    channel: 'telegram',
    from: -30,
    until: 1,
    brings: 2,
    impressions: 10,
    clickShare: 0.08,
  },
];

export const SALE_LETTER = CAMPAIGNS[3]!;
export const SALE_PUSH = CAMPAIGNS[4]!;
