// Rows of the warehouse as the engine can make them by itself: of the same types, in the same shares and with the same columns as the
// processors write them, but with nobody having sent them.
import { Draws } from '../events/draws.mjs';
import { gamesOf, SHARES } from '../events/store-events.mjs';

const list = (values) => `[${values.map((value) => `'${value}'`).join(', ')}]`;
const DAY_MS = 86_400_000;
/** Which record of Kafka a row came from: none, and it says so. */
export const FILLED_TOPIC = 'load.filled';

/** A draw of a row: from 0 to below 1, of 32 bits. */
const share = (what) => `(sipHash64(number, ${what}) % 4294967296 / 4294967296)`;
const below = (bound, what) => `toUInt32(floor(${share(what)} * ${bound}))`;
const skewed = (bound, what) => `toUInt32(floor(pow(${share(what)}, 2.5) * ${bound}))`;

/** The vault numbers people as they come: who came later has a higher number, and nobody is there before. */
const COME_AT_FIRST = 0.6;
const knownAt = (people, number, { first, total }) =>
  `(${people} * (${COME_AT_FIRST} + ${1 - COME_AT_FIRST} * (${number} - ${first}) / ${total}))`;
const of = (values, what) => `arrayElement(${list(values)}, 1 + ${below(values.length, what)})`;

function typeOf() {
  let until = 0;
  const cases = SHARES.map(([type, each]) => {
    until += each;
    return `draw < ${until}, '${type}'`;
  });
  return `multiIf(${cases.slice(0, -1).join(', ')}, '${SHARES.at(-1)[0]}')`;
}

const TYPE = (name) => `com.platform.${name}.v1`;
const IS = (name) => `type = '${TYPE(name)}'`;
const STARTED = TYPE('library.session.started');
const OF_SESSIONS = `type LIKE 'com.platform.library.session.%'`;

/** What every table is made from: the events of a stretch of numbers with what is said of them. */
function facts({ first, from, count, total, days, endsAt, seed, people }) {
  const games = gamesOf(new Draws(seed));
  const stretch = { first, total };
  return `
  SELECT number,
    toUInt16(${below(1_000, 1)}) AS draw, ${typeOf()} AS type, concat('w', toString(number)) AS event_id,
    fromUnixTimestamp64Milli(toInt64(${endsAt - days * DAY_MS} + (number - ${first}) * ${(days * DAY_MS) / total}), 'UTC') AS at,
    toUInt64(number) DIV 14 AS session, ${OF_SESSIONS} AS is_session,
    if(is_session, 1 + toUInt32(floor(pow(sipHash64(session, 2) % 4294967296 / 4294967296, 2.5) * ${knownAt(people, 'session * 14', stretch)})), 1 + ${skewed(knownAt(people, 'number', stretch), 2)}) AS person,
    if(${below(3, 3)} = 0 AND type IN ('${TYPE('catalog.game.viewed')}', '${TYPE('client.page.viewed')}', '${TYPE('client.event.tracked')}', '${TYPE('catalog.game.searched')}'), 0, person) AS user,
    if(is_session OR type LIKE 'com.platform.payment.%', 0, 1000000000 + ${skewed(knownAt(2 * people, 'number', stretch), 4)}) AS device,
    arrayElement(${list(games)}, 1 + if(is_session, toUInt32(session % ${games.length}), ${skewed(games.length, 5)})) AS game,
    ${of(['windows', 'windows', 'windows', 'web', 'web', 'android', 'ios', 'linux', 'macos'], 6)} AS on_platform,
    ${of(['RU', 'RU', 'RU', 'RU', 'KZ', 'BY', 'AM', 'RS'], 7)} AS from_country,
    ${of(['home', 'search', 'recommendations', 'wishlist', 'campaign'], 8)} AS placed,
    if(${IS('catalog.game.viewed')} AND ${below(6, 9)} = 0, concat('0ec3d6b5-b312-4ad9-ad20-0000000000', leftPad(toString(${below(12, 10)}), 2, '0')), '') AS campaign,
    ${of(['3.14.0', '3.14.1', '3.15.0'], 11)} AS version, ${of(['card', 'sbp', 'wallet'], 12)} AS method,
    100 * (99 + ${below(4_900, 13)}) AS gross, 1 + ${below(3, 14)} AS lines, toUInt8(1 + ${below(10, 15)}) AS rated,
    60 + ${below(3_600, 16)} AS seconds, ${below(200, 17)} = 0 AS bot, ${below(500, 18)} = 0 AS staff
  FROM numbers(${from}, ${count})`;
}

const HAS_GAME = `type NOT IN ('${TYPE('client.page.viewed')}', '${TYPE('client.event.tracked')}', '${TYPE('catalog.game.searched')}', '${TYPE('auth.user.loggedin')}') AND type NOT LIKE 'com.platform.payment.%'`;
const uuidOf = (number, what) => `toString(reinterpretAsUUID(unhex(hex(sipHash128(toUInt64(${number}), ${what})))))`;
const LINEAGE = `'${FILLED_TOPIC}' AS _kt, toUInt16(0) AS _kp, toUInt64(number) AS _ko, sipHash64(number) AS _hash`;
const PLACE = `'/load/filled' AS source, event_id AS id`;
const PERSON = `on_platform AS platform, from_country AS country`;

/** One statement for each table that the processors write; views make the rest. */
export function fillStatements(stretch) {
  const rows = facts(stretch);
  return [
    {
      table: 'events',
      query: `INSERT INTO events (event_type, source, id, effective_at, occurred_at, received_at, sent_at, schema_version, user_no, device_no, country, platform,
        device_family, os_family, browser_family, is_bot, is_staff, correlation_id, fingerprint, import_id, game_id, client_version, campaign_id, placement, channel,
        payment_method, acquisition, service, kind, status, subject_id, own_at, duration_seconds, rating, data, _kt, _kp, _ko, _hash)
      SELECT type, ${PLACE}, at, at, at + toIntervalMillisecond(${below(900, 20)}), NULL, 1, user, device, from_country, on_platform,
        ${of(['Desktop', 'Phone', 'Tablet'], 21)}, ${of(['Windows', 'Android', 'iOS', 'Linux'], 22)}, ${of(['Chrome', 'Firefox', 'Safari'], 23)},
        bot, staff, '', lower(concat(hex(sipHash128(number, 24)), hex(sipHash128(number, 25)))), '',
        if(${HAS_GAME}, game, '') AS game_id, if(type IN ('${STARTED}', '${TYPE('client.event.tracked')}', '${TYPE('auth.user.loggedin')}'), version, ''), campaign,
        if(type IN ('${TYPE('catalog.game.viewed')}', '${TYPE('catalog.game.wishlisted')}'), placed, ''), '',
        if(${IS('payment.transaction.completed')}, method, ''), '', '',
        multiIf(${IS('payment.transaction.completed')}, 'game', ${IS('payment.refund.processed')}, 'refund', ${IS('client.event.tracked')}, 'tutorial_finished', '') AS kind,
        if(${IS('payment.transaction.completed')}, 'completed', ''),
        multiIf(is_session, ${uuidOf('session', 26)}, type LIKE 'com.platform.payment.%' OR ${IS('social.review.created')}, ${uuidOf('number', 27)}, ''),
        if(type IN ('${STARTED}', '${TYPE('library.session.ended')}'), at, NULL), if(${IS('library.session.ended')}, seconds, 0), if(${IS('social.review.created')}, rated, 0),
        concat('{"userId":', toString(user), ',"gameId":"', game_id, '","placement":"', placed, '","platform":"', on_platform, '","priceMinor":', toString(gross), ',"currency":"RUB"}'),
        ${LINEAGE} FROM (${rows})`,
    },
    {
      table: 'revenue_ledger',
      query: `INSERT INTO revenue_ledger (booked_at, entry, transaction_id, source, id, line_no, payment_kind, user_no, game_id, platform, country, payment_method, quantity, currency,
        gross_kopecks, discount_kopecks, tax_kopecks, fee_kopecks, refund_kopecks, chargeback_kopecks, is_bot, is_staff, _kt, _kp, _ko, _hash)
      SELECT at, if(sold, 'purchase', 'refund'), ${uuidOf('of', 27)}, ${PLACE}, line, if(sold, 'game', ''), person, game, ${PERSON}, if(sold, method, ''),
        if(sold, 1, 0), 'RUB', if(sold, gross, 0), if(sold, intDiv(gross, 10), 0), if(sold, intDiv(gross, 100) * 16, 0), if(sold, intDiv(gross, 100) * 4, 0), if(sold, 0, intDiv(gross, 2)), 0,
        bot, staff, ${LINEAGE}
      FROM (SELECT *, ${IS('payment.transaction.completed')} AS sold, if(sold, number, intDiv(number, 2)) AS of FROM (${rows}))
      ARRAY JOIN range(toUInt16(if(sold, lines, 1))) AS line WHERE type LIKE 'com.platform.payment.%'`,
    },
    {
      table: 'fact_game_sessions',
      query: `INSERT INTO fact_game_sessions (session_id, started_at, game_id, user_no, ended_at, last_sign_at, has_heartbeat, platform, country, client_version, is_bot, is_staff, facts, is_deleted)
      SELECT ${uuidOf('session', 26)}, at, game, person, if(${below(10, 30)} = 0, NULL, at + toIntervalSecond(seconds)), at + toIntervalSecond(seconds), true, ${PERSON}, version, bot, staff, 3, 0
      FROM (${rows}) WHERE ${IS('library.session.started')} LIMIT 1 BY session`,
    },
    {
      table: 'store_sessions',
      query: `INSERT INTO store_sessions (session_id, started_at, ended_at, user_no, device_no, events, platform, country, is_bot, is_staff, facts, is_deleted)
      SELECT sipHash64(number, 31), at, at + toIntervalSecond(seconds), user, device, 1 + lines * 3, ${PERSON}, bot, staff, 4, 0
      FROM (${rows}) WHERE ${IS('catalog.game.viewed')} AND ${below(4, 32)} = 0`,
    },
    {
      table: 'wishlist_ledger',
      query: `INSERT INTO wishlist_ledger (effective_at, game_id, user_no, source, id, effect, platform, country, is_bot, is_staff, facts, is_deleted)
      SELECT at, game, person, ${PLACE}, if(${below(5, 33)} = 0, 'converted', 'added'), ${PERSON}, bot, staff, 1, 0 FROM (${rows}) WHERE ${IS('catalog.game.wishlisted')}`,
    },
    {
      table: 'attributed_events',
      query: `INSERT INTO attributed_events (effective_at, device_no, source, id, user_no, event_type, game_id, platform, country, client_version, campaign_id, placement, kind, is_activity, is_bot, is_staff, facts, is_deleted)
      SELECT at, device, ${PLACE}, person, type, game, ${PERSON}, version, campaign, placed, '', true, bot, staff, 1, 0
      FROM (${rows}) WHERE ${IS('catalog.game.viewed')} AND user = 0 AND ${below(20, 34)} = 0`,
    },
    {
      table: 'service_measurements',
      query: `INSERT INTO service_measurements (service, measured_at, instance, source, id, window_seconds, requests, errors, latency_p50_ms, latency_p95_ms, latency_p99_ms, cpu_percent, memory_bytes, received_at, _kt, _kp, _ko, _hash)
      SELECT ${of(['catalog', 'payment', 'library'], 35)}, at, 'one', ${PLACE}, 60, 100 + rated * 50, rated, 5., 20. + rated, 80., NULL, NULL, at, ${LINEAGE}
      FROM (${rows}) WHERE number % 200 = 0`,
    },
  ];
}

/** What was published of the games, once. */
export function gamesStatement({ seed, endsAt, days }) {
  const games = gamesOf(new Draws(seed));
  const genres = ['rpg', 'strategy', 'racing', 'indie', 'shooter', 'puzzle'];
  return `INSERT INTO dim_games (game_id, published_at, developer_id, title, genres, tags, price_minor, currency, release_date, source, id, _kt, _kp, _ko, _hash)
    SELECT arrayElement(${list(games)}, number + 1), fromUnixTimestamp64Milli(toInt64(${endsAt - days * DAY_MS}), 'UTC'), concat('developer-', toString(number % 40)), concat('Игра ', toString(number)),
      arrayDistinct([arrayElement(${list(genres)}, 1 + number % 6), arrayElement(${list(genres)}, 1 + number % 4)]), [], 199900, 'RUB', NULL, '/load/filled', concat('game-', toString(number)), ${LINEAGE}
    FROM numbers(${games.length})`;
}
