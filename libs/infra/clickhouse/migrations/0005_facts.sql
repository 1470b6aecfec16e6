-- why:  what single events say about money, experiments, services and games, one row per statement. They are written by the sink
--       from the event (rounding of money is not left to SQL), with its lineage, so that a range is proved complete in each.
--       dim_games keeps every publication, so that it can be proved complete too; dim_games_now is the last one of each game.
--       Amounts are roubles in minor units, per line, converted with the rate the payment service pinned.
--       What `events` held before is read out of it once; those rows carry no number of their own (_hash 0).
-- cost: creates tables and a view, reads `events` five times, touches nothing that exists.
-- undo: DROP VIEW {database}.dim_users_mv, {database}.dim_users_now, {database}.dim_games_now, then DROP TABLE each of them
CREATE TABLE IF NOT EXISTS {database}.revenue_ledger
(
    booked_at DateTime64(3, 'UTC'),
    entry Enum8('purchase' = 1, 'refund' = 2, 'chargeback' = 3),
    transaction_id String,
    source String,
    id String,
    line_no UInt16,
    payment_kind LowCardinality(String),
    user_no UInt32,
    game_id LowCardinality(String),
    platform LowCardinality(String),
    country LowCardinality(String),
    payment_method LowCardinality(String),
    quantity UInt32,
    currency LowCardinality(String),
    gross_kopecks Int64,
    discount_kopecks Int64,
    tax_kopecks Int64,
    fee_kopecks Int64,
    refund_kopecks Int64,
    chargeback_kopecks Int64,
    is_bot Bool,
    is_staff Bool,
    _kt LowCardinality(String),
    _kp UInt16,
    _ko UInt64,
    _hash UInt64,
    INDEX lineage _ko TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(booked_at)
ORDER BY (toDate(booked_at), entry, transaction_id, source, id, line_no)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1;

CREATE TABLE IF NOT EXISTS {database}.exposures
(
    experiment_key LowCardinality(String),
    effective_at DateTime64(3, 'UTC'),
    variant_key LowCardinality(String),
    user_no UInt32,
    device_no UInt32,
    source String,
    id String,
    platform LowCardinality(String),
    country LowCardinality(String),
    is_bot Bool,
    is_staff Bool,
    received_at DateTime64(3, 'UTC'),
    _kt LowCardinality(String),
    _kp UInt16,
    _ko UInt64,
    _hash UInt64,
    INDEX lineage _ko TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(effective_at)
ORDER BY (experiment_key, toDate(effective_at), source, id)
TTL toDateTime(received_at) + INTERVAL 25 MONTH
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1;

CREATE TABLE IF NOT EXISTS {database}.service_measurements
(
    service LowCardinality(String),
    measured_at DateTime64(3, 'UTC'),
    instance LowCardinality(String),
    source String,
    id String,
    window_seconds UInt32,
    requests UInt64,
    errors UInt64,
    latency_p50_ms Float64,
    latency_p95_ms Float64,
    latency_p99_ms Float64,
    cpu_percent Nullable(Float64),
    memory_bytes Nullable(UInt64),
    received_at DateTime64(3, 'UTC'),
    _kt LowCardinality(String),
    _kp UInt16,
    _ko UInt64,
    _hash UInt64,
    INDEX lineage _ko TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
PARTITION BY toYYYYMM(measured_at)
ORDER BY (service, toDate(measured_at), source, id)
TTL toDateTime(received_at) + INTERVAL 13 MONTH
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1;

CREATE TABLE IF NOT EXISTS {database}.dim_games
(
    game_id String,
    published_at DateTime64(3, 'UTC'),
    developer_id LowCardinality(String),
    title String,
    genres Array(LowCardinality(String)),
    tags Array(LowCardinality(String)),
    price_minor Nullable(Int64),
    currency LowCardinality(String),
    release_date Nullable(Date),
    source String,
    id String,
    _kt LowCardinality(String),
    _kp UInt16,
    _ko UInt64,
    _hash UInt64,
    INDEX lineage _ko TYPE minmax GRANULARITY 1
)
ENGINE = ReplacingMergeTree
ORDER BY (game_id, published_at, source, id)
SETTINGS non_replicated_deduplication_window = 10000, fsync_after_insert = 1;

CREATE VIEW IF NOT EXISTS {database}.dim_games_now AS
SELECT * FROM {database}.dim_games ORDER BY game_id, published_at DESC, source DESC, id DESC LIMIT 1 BY game_id;

CREATE TABLE IF NOT EXISTS {database}.dim_users
(
    user_no UInt32,
    registered_at SimpleAggregateFunction(min, Nullable(DateTime64(3, 'UTC'))),
    registration AggregateFunction(argMin, Tuple(method String, platform String, country String, campaign_id String), Tuple(DateTime64(3, 'UTC'), String, String)),
    profile AggregateFunction(argMax, Tuple(country String, language String), Tuple(DateTime64(3, 'UTC'), String, String)),
    status AggregateFunction(argMax, String, Tuple(DateTime64(3, 'UTC'), String, String)),
    ban AggregateFunction(argMax, Tuple(reason String, until String), Tuple(DateTime64(3, 'UTC'), String, String))
)
ENGINE = AggregatingMergeTree
ORDER BY user_no
SETTINGS non_replicated_deduplication_window = 10000;

CREATE VIEW IF NOT EXISTS {database}.dim_users_now AS
SELECT user_no, registered AS registered_at, tupleElement(first, 'method') AS registration_method, tupleElement(first, 'platform') AS registration_platform,
    tupleElement(first, 'country') AS registration_country, tupleElement(first, 'campaign_id') AS registration_campaign_id,
    if(tupleElement(latest, 'country') = '', registration_country, tupleElement(latest, 'country')) AS country, tupleElement(latest, 'language') AS language,
    last_status AS status, tupleElement(last_ban, 'reason') AS ban_reason, tupleElement(last_ban, 'until') AS banned_until
FROM
(
    SELECT user_no, min(registered_at) AS registered, argMinMerge(registration) AS first, argMaxMerge(profile) AS latest, argMaxMerge(status) AS last_status, argMaxMerge(ban) AS last_ban
    FROM {database}.dim_users GROUP BY user_no
);

CREATE MATERIALIZED VIEW IF NOT EXISTS {database}.dim_users_mv TO {database}.dim_users AS
SELECT user_no,
    minOrNullIf(effective_at, event_type = 'com.platform.auth.user.registered.v1') AS registered_at,
    argMinIfState((JSONExtractString(data, 'method'), toString(platform), toString(country), toString(campaign_id))::Tuple(method String, platform String, country String, campaign_id String), (effective_at, source, id), event_type = 'com.platform.auth.user.registered.v1') AS registration,
    argMaxIfState((toString(country), JSONExtractString(data, 'language'))::Tuple(country String, language String), (effective_at, source, id), event_type = 'com.platform.account.profile.updated.v1') AS profile,
    argMaxIfState(JSONExtractString(data, 'newStatus'), (effective_at, source, id), event_type = 'com.platform.account.status.updated.v1') AS status,
    argMaxIfState((JSONExtractString(data, 'reason'), JSONExtractString(data, 'until'))::Tuple(reason String, until String), (effective_at, source, id), event_type = 'com.platform.admin.user.banned.v1') AS ban
FROM {database}.events
WHERE user_no != 0 AND event_type IN ('com.platform.auth.user.registered.v1', 'com.platform.account.profile.updated.v1', 'com.platform.account.status.updated.v1', 'com.platform.admin.user.banned.v1')
GROUP BY user_no;

INSERT INTO {database}.dim_users (user_no, registered_at, registration, profile, status, ban)
SELECT user_no,
    minOrNullIf(effective_at, event_type = 'com.platform.auth.user.registered.v1') AS registered_at,
    argMinIfState((JSONExtractString(data, 'method'), toString(platform), toString(country), toString(campaign_id))::Tuple(method String, platform String, country String, campaign_id String), (effective_at, source, id), event_type = 'com.platform.auth.user.registered.v1') AS registration,
    argMaxIfState((toString(country), JSONExtractString(data, 'language'))::Tuple(country String, language String), (effective_at, source, id), event_type = 'com.platform.account.profile.updated.v1') AS profile,
    argMaxIfState(JSONExtractString(data, 'newStatus'), (effective_at, source, id), event_type = 'com.platform.account.status.updated.v1') AS status,
    argMaxIfState((JSONExtractString(data, 'reason'), JSONExtractString(data, 'until'))::Tuple(reason String, until String), (effective_at, source, id), event_type = 'com.platform.admin.user.banned.v1') AS ban
FROM {database}.events
WHERE user_no != 0 AND event_type IN ('com.platform.auth.user.registered.v1', 'com.platform.account.profile.updated.v1', 'com.platform.account.status.updated.v1', 'com.platform.admin.user.banned.v1')
GROUP BY user_no;

INSERT INTO {database}.revenue_ledger (booked_at, entry, transaction_id, source, id, line_no, payment_kind, user_no, game_id, platform, country, payment_method, quantity, currency,
    gross_kopecks, discount_kopecks, tax_kopecks, fee_kopecks, refund_kopecks, chargeback_kopecks, is_bot, is_staff, _kt, _kp, _ko, _hash)
WITH
    toDecimal256OrZero(JSONExtractString(data, 'rateToRub'), 10) AS rate,
    (line, name) -> JSONExtract(line, name, 'Nullable(UInt64)') AS minor,
    amount -> toInt64(floor(toDecimal256(assumeNotNull(amount), 0) * rate + toDecimal256('0.5', 1))) AS kopecks
SELECT effective_at, 'purchase', JSONExtractString(data, 'transactionId'), source, id, number, JSONExtractString(data, 'kind'), user_no, JSONExtractString(line, 'gameId'), platform, country,
    JSONExtractString(data, 'paymentMethod'), JSONExtractUInt(line, 'quantity'), JSONExtractString(data, 'currency'),
    kopecks(minor(line, 'grossMinor')), kopecks(minor(line, 'discountMinor')), kopecks(minor(line, 'taxMinor')), kopecks(minor(line, 'feeMinor')), 0, 0, is_bot, is_staff, _kt, _kp, _ko, 0
FROM (SELECT *, JSONExtractArrayRaw(data, 'lines') AS lines FROM {database}.events WHERE event_type = 'com.platform.payment.transaction.completed.v1')
ARRAY JOIN lines AS line, range(length(lines)) AS number
WHERE JSONExtractString(data, 'status') = 'completed' AND rate > 0 AND JSONExtractUInt(line, 'quantity') > 0
    AND minor(line, 'grossMinor') IS NOT NULL AND minor(line, 'discountMinor') IS NOT NULL AND minor(line, 'taxMinor') IS NOT NULL AND minor(line, 'feeMinor') IS NOT NULL
SETTINGS max_partitions_per_insert_block = 0;

INSERT INTO {database}.revenue_ledger (booked_at, entry, transaction_id, source, id, line_no, payment_kind, user_no, game_id, platform, country, payment_method, quantity, currency,
    gross_kopecks, discount_kopecks, tax_kopecks, fee_kopecks, refund_kopecks, chargeback_kopecks, is_bot, is_staff, _kt, _kp, _ko, _hash)
WITH
    toDecimal256OrZero(JSONExtractString(data, 'rateToRub'), 10) AS rate,
    JSONExtract(line, 'amountMinor', 'Nullable(UInt64)') AS minor,
    toInt64(floor(toDecimal256(assumeNotNull(minor), 0) * rate + toDecimal256('0.5', 1))) AS kopecks,
    JSONExtractString(data, 'kind') AS entry
SELECT effective_at, entry, JSONExtractString(data, 'transactionId'), source, id, number, '', user_no, JSONExtractString(line, 'gameId'), platform, country, '', 0,
    JSONExtractString(data, 'currency'), 0, 0, 0, 0, if(entry = 'refund', kopecks, 0), if(entry = 'chargeback', kopecks, 0), is_bot, is_staff, _kt, _kp, _ko, 0
FROM (SELECT *, JSONExtractArrayRaw(data, 'lines') AS lines FROM {database}.events WHERE event_type = 'com.platform.payment.refund.processed.v1')
ARRAY JOIN lines AS line, range(length(lines)) AS number
WHERE entry IN ('refund', 'chargeback') AND rate > 0 AND minor IS NOT NULL
SETTINGS max_partitions_per_insert_block = 0;

INSERT INTO {database}.exposures (experiment_key, effective_at, variant_key, user_no, device_no, source, id, platform, country, is_bot, is_staff, received_at, _kt, _kp, _ko, _hash)
SELECT JSONExtractString(data, 'experimentKey') AS experiment, effective_at, JSONExtractString(data, 'variantKey') AS variant, user_no, device_no, source, id, platform, country,
    is_bot, is_staff, received_at, _kt, _kp, _ko, 0
FROM {database}.events WHERE event_type = 'com.platform.analytics.experiment.exposed.v1' AND experiment != '' AND variant != ''
SETTINGS max_partitions_per_insert_block = 0;

INSERT INTO {database}.service_measurements (service, measured_at, instance, source, id, window_seconds, requests, errors, latency_p50_ms, latency_p95_ms, latency_p99_ms, cpu_percent,
    memory_bytes, received_at, _kt, _kp, _ko, _hash)
SELECT JSONExtractString(data, 'service') AS name, effective_at, JSONExtractString(data, 'instance'), source, id, JSONExtractUInt(data, 'windowSeconds'), JSONExtractUInt(data, 'requests'),
    JSONExtractUInt(data, 'errors'), JSONExtractFloat(data, 'latencyP50Ms'), JSONExtractFloat(data, 'latencyP95Ms'), JSONExtractFloat(data, 'latencyP99Ms'),
    JSONExtract(data, 'cpuPercent', 'Nullable(Float64)'), JSONExtract(data, 'memoryBytes', 'Nullable(UInt64)'), received_at, _kt, _kp, _ko, 0
FROM {database}.events WHERE event_type = 'com.platform.system.service.measured.v1' AND name != ''
SETTINGS max_partitions_per_insert_block = 0;

INSERT INTO {database}.dim_games (game_id, published_at, developer_id, title, genres, tags, price_minor, currency, release_date, source, id, _kt, _kp, _ko, _hash)
SELECT JSONExtractString(data, 'gameId') AS game, effective_at, JSONExtractString(data, 'developerId'), JSONExtractString(data, 'title'), JSONExtract(data, 'genres', 'Array(String)'),
    JSONExtract(data, 'tags', 'Array(String)'), JSONExtract(data, 'priceMinor', 'Nullable(Int64)'), JSONExtractString(data, 'currency'),
    toDateOrNull(substring(JSONExtractString(data, 'releaseDate'), 1, 10)), source, id, _kt, _kp, _ko, 0
FROM {database}.events WHERE event_type = 'com.platform.developer.game.published.v1' AND game != '';
