// What happens in a store: types in the shares in which they come, and what each of them says.

const PLATFORMS = ['windows', 'windows', 'windows', 'web', 'web', 'android', 'ios', 'linux', 'macos'];
const COUNTRIES = ['RU', 'RU', 'RU', 'RU', 'KZ', 'BY', 'AM', 'RS'];
const PLACEMENTS = ['home', 'search', 'recommendations', 'wishlist', 'campaign'];
const VERSIONS = ['3.14.0', '3.14.1', '3.15.0'];
const METHODS = ['card', 'sbp', 'wallet'];
const QUERIES = ['космос', 'стратегия', 'гонки', 'кооператив', 'инди', 'roguelike'];
const AGENTS = [
  'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36',
  'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36',
];
/** Rates under which amounts in minor units stay whole kopecks, so that no rule of rounding is needed to add them up here. */
const CURRENCIES = [
  { currency: 'RUB', rateToRub: '1', twice: 2 },
  { currency: 'RUB', rateToRub: '1', twice: 2 },
  { currency: 'RUB', rateToRub: '1', twice: 2 },
  { currency: 'USD', rateToRub: '92.5', twice: 185 },
];
const GAMES = 500;
const CAMPAIGNS = 12;
/** Draws of a session are made by its number, far from the numbers of events. */
const SESSIONS = 0x40000000;
const EVENTS_PER_SESSION = 14;

/** What is drawn, by name: the numbers only have to differ. */
const WHAT = {
  type: 1,
  person: 2,
  platform: 3,
  game: 4,
  placement: 5,
  campaign: 6,
  price: 7,
  lines: 8,
  quantity: 9,
  discount: 10,
  currency: 11,
  device: 12,
  known: 13,
  country: 14,
  own: 15,
  text: 16,
  person_id: 1_000,
  game_id: 2_000,
  own_id: 3_000,
  campaign_id: 4_000,
};

const person = ({ draws, people }, number) => draws.skewed(people, number, WHAT.person);
const userId = ({ draws }, who) => draws.uuid(who, WHAT.person_id);
const gameId = ({ draws }, game) => draws.uuid(game, WHAT.game_id);
const campaignId = ({ draws }, campaign) => draws.uuid(campaign, WHAT.campaign_id);
const game = ({ draws }, number, what = WHAT.game) => draws.skewed(GAMES, number, what);
const platform = ({ draws }, number) => draws.of(PLATFORMS, number, WHAT.platform);
const device = (world, number) => `load-device-${world.draws.skewed(world.people * 2, number, WHAT.device)}`;

/** The account, where the visitor is logged in: every third is not. What is undefined is not sent. */
const visitor = (world, number) =>
  world.draws.below(3, number, WHAT.known) === 0 ? undefined : userId(world, person(world, number));

function session(world, number) {
  const of = Math.floor(number / EVENTS_PER_SESSION) + SESSIONS;
  return {
    of,
    sessionId: world.draws.uuid(of, WHAT.own_id),
    player: userId(world, person(world, of)),
    gameId: gameId(world, game(world, of)),
  };
}

const startOf = (world, of) => world.startedAt - 10_800_000 + world.draws.below(7_200_000, of, WHAT.own);

function payment(world, number) {
  const { draws } = world;
  const { currency, rateToRub, twice } = draws.of(CURRENCIES, number, WHAT.currency);
  const lines = Array.from({ length: 1 + draws.below(3, number, WHAT.lines) }, (_, at) => {
    // Whole hundreds: half of any of them is whole.
    const grossMinor = 100 * (99 + draws.below(4_900, number, WHAT.price * 100 + at));
    const discountMinor = (grossMinor / 100) * 2 * draws.below(20, number, WHAT.discount * 100 + at);
    return {
      gameId: gameId(world, game(world, number, WHAT.game * 100 + at)),
      grossMinor,
      discountMinor,
      taxMinor: (grossMinor / 100) * 16,
      feeMinor: (grossMinor / 100) * 4,
      quantity: 1 + draws.below(2, number, WHAT.quantity * 100 + at),
    };
  });
  return { lines, currency, rateToRub, twice, payer: userId(world, person(world, number)) };
}

const transactionId = ({ draws }, number) => draws.uuid(number, WHAT.own_id);
const kopecks = (minor, twice) => (minor / 2) * twice;

function viewed(world, number) {
  const fromCampaign = world.draws.below(6, number, WHAT.campaign) === 0;
  return {
    userId: visitor(world, number),
    anonymousId: device(world, number),
    gameId: gameId(world, game(world, number)),
    placement: world.draws.of(PLACEMENTS, number, WHAT.placement),
    campaignId: fromCampaign ? campaignId(world, world.draws.below(CAMPAIGNS, number, WHAT.own)) : undefined,
    platform: platform(world, number),
    priceMinor: 199_900,
    currency: 'RUB',
    discountPercent: 25,
  };
}

function completed(world, number) {
  const { lines, currency, rateToRub, payer } = payment(world, number);
  return {
    transactionId: transactionId(world, number),
    userId: payer,
    kind: 'game',
    lines,
    currency,
    rateToRub,
    paymentMethod: world.draws.of(METHODS, number, WHAT.own),
    status: 'completed',
  };
}

const refundKind = ({ draws }, number) => (draws.below(8, number, WHAT.own) === 0 ? 'chargeback' : 'refund');
const refundOf = (number) => Math.floor(number / 2);

/** Half of the first line of what may have been paid, before it or after it. */
function refunded(world, number) {
  const { lines, currency, rateToRub, payer } = payment(world, refundOf(number));
  return {
    refundId: world.draws.uuid(number, WHAT.own_id),
    transactionId: transactionId(world, refundOf(number)),
    userId: payer,
    kind: refundKind(world, number),
    lines: [{ gameId: lines[0].gameId, amountMinor: lines[0].grossMinor / 2 }],
    currency,
    rateToRub,
    reason: 'does not start',
  };
}

function started(world, number) {
  const { of, sessionId, player, gameId: played } = session(world, number);
  return {
    sessionId,
    userId: player,
    gameId: played,
    sessionStartTime: new Date(startOf(world, of)).toISOString(),
    platform: platform(world, of),
    clientVersion: world.draws.of(VERSIONS, of, WHAT.text),
    countryCode: world.draws.of(COUNTRIES, of, WHAT.country),
  };
}

function ended(world, number) {
  const { of, sessionId, player, gameId: played } = session(world, number);
  const durationSeconds = 60 + world.draws.below(3_600, of, WHAT.price);
  const sessionEndTime = new Date(startOf(world, of) + durationSeconds * 1_000).toISOString();
  return { sessionId, userId: player, gameId: played, sessionEndTime, durationSeconds };
}

function heartbeat(world, number) {
  const { sessionId, player, gameId: played } = session(world, number);
  return { sessionId, userId: player, gameId: played, active: true };
}

const pageViewed = (world, number) => ({
  path: `/games/${game(world, number)}`,
  referrer: 'https://example.com/',
  title: 'Игра недели',
  userId: visitor(world, number),
  anonymousId: device(world, number),
  platform: 'web',
});

const tracked = (world, number) => ({
  name: 'tutorial_finished',
  properties: { level: world.draws.below(30, number, WHAT.own), skipped: false },
  userId: visitor(world, number),
  anonymousId: device(world, number),
  platform: platform(world, number),
  clientVersion: world.draws.of(VERSIONS, number, WHAT.text),
});

const searched = (world, number) => ({
  userId: visitor(world, number),
  anonymousId: device(world, number),
  query: world.draws.of(QUERIES, number, WHAT.text),
  resultsCount: world.draws.below(40, number, WHAT.own),
});

const wishlisted = (world, number) => ({
  userId: userId(world, person(world, number)),
  gameId: gameId(world, game(world, number)),
  placement: world.draws.of(PLACEMENTS, number, WHAT.placement),
});

const loggedIn = (world, number) => ({
  userId: userId(world, person(world, number)),
  method: 'password',
  platform: platform(world, number),
  clientVersion: world.draws.of(VERSIONS, number, WHAT.text),
  ipAddress: '203.0.113.7',
  userAgent: world.draws.of(AGENTS, number, WHAT.own),
  anonymousId: device(world, number),
});

const reviewed = (world, number) => ({
  reviewId: world.draws.uuid(number, WHAT.own_id),
  userId: userId(world, person(world, number)),
  gameId: gameId(world, game(world, number)),
  rating: 1 + world.draws.below(10, number, WHAT.own),
  text: 'Отличная игра, прошёл дважды.',
});

/** How many of a thousand events are of a type. */
const TYPES = [
  ['catalog.game.viewed', 380, viewed],
  ['client.page.viewed', 120, pageViewed],
  ['client.event.tracked', 60, tracked],
  ['catalog.game.searched', 80, searched],
  ['catalog.game.wishlisted', 40, wishlisted],
  ['library.session.started', 70, started],
  ['library.session.heartbeat', 90, heartbeat],
  ['library.session.ended', 60, ended],
  ['auth.user.loggedin', 40, loggedIn],
  ['payment.transaction.completed', 45, completed],
  ['payment.refund.processed', 5, refunded],
  ['social.review.created', 10, reviewed],
].map(([name, share, data]) => ({ name, type: `com.platform.${name}.v1`, share, data }));

const BY_SHARE = TYPES.flatMap((type) => Array.from({ length: type.share }, () => type));

/** Which of the types the event of a number is of. */
export const kindOf = ({ draws }, number) => draws.of(BY_SHARE, number, WHAT.type);

export const TYPE_NAMES = TYPES.map(({ type }) => type);

/** Types with how many of a thousand events are of each. */
export const SHARES = TYPES.map(({ type, share }) => [type, share]);

/** The games of a store, most looked at first. */
export const gamesOf = (draws) => Array.from({ length: GAMES }, (_, at) => draws.uuid(at, WHAT.game_id));

/** What an event adds to the money of a run, in kopecks. */
export function moneyOf(world, number, kind) {
  if (kind.name === 'payment.transaction.completed') {
    const { lines, twice } = payment(world, number);
    const sum = (name) =>
      kopecks(
        lines.reduce((total, line) => total + line[name], 0),
        twice,
      );
    return { gross: sum('grossMinor'), discount: sum('discountMinor'), tax: sum('taxMinor'), fee: sum('feeMinor') };
  }
  if (kind.name === 'payment.refund.processed') {
    const { lines, twice } = payment(world, refundOf(number));
    return { [refundKind(world, number)]: kopecks(lines[0].grossMinor / 2, twice) };
  }
  return undefined;
}
