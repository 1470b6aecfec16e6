-- why:  the names the requirement documents give to daily answers, over what is right by construction: people are counted, never
--       added up; sessions are read with what is known of them now; a day is a day of Moscow. mart_daily_game_activity is by
--       the session's or act's own country and platform, so its people are not to be summed over rows. daily_metrics is one value
--       a day. mart_certificates says what each rebuild of a mart's month read and what came out; mart_dues which months wait for one.
-- cost: creates tables and views; puts the months `events` holds on the list of those to rebuild.
-- undo: DROP VIEW {database}.mart_daily_game_activity, {database}.daily_metrics, then DROP TABLE {database}.mart_certificates, {database}.mart_dues
CREATE TABLE IF NOT EXISTS {database}.mart_certificates
(
    mart LowCardinality(String),
    month UInt32 COMMENT 'YYYYMM, 0 for all of history',
    rebuilt_at DateTime64(3, 'UTC'),
    input_rows UInt64 COMMENT 'facts read, each once',
    input_xor UInt64 COMMENT 'of their _hash',
    input_offsets Array(String) COMMENT 'table:topic:partition:last offset',
    code_version LowCardinality(String) COMMENT 'of the definition of the mart',
    rows UInt64,
    content_hash String COMMENT 'of the rows with their states finalised, in whatever order',
    found_hash String COMMENT 'the same of what stood there before',
    duration_ms UInt32
)
ENGINE = ReplacingMergeTree
ORDER BY (mart, month, rebuilt_at)
SETTINGS non_replicated_deduplication_window = 10000;

CREATE TABLE IF NOT EXISTS {database}.mart_dues
(
    month UInt32,
    asked_at DateTime64(3, 'UTC')
)
ENGINE = ReplacingMergeTree(asked_at)
ORDER BY month
SETTINGS non_replicated_deduplication_window = 10000;

INSERT INTO {database}.mart_dues (month, asked_at)
SELECT DISTINCT toYYYYMM(effective_at), now64(3, 'UTC') FROM {database}.events WHERE toYYYYMM(effective_at) GLOBAL NOT IN (SELECT month FROM {database}.mart_dues);

CREATE VIEW IF NOT EXISTS {database}.mart_daily_game_activity AS
WITH
    (SELECT max(received_at) FROM {database}.events) AS watermark,
    closed AS
    (
        SELECT started_at, game_id, user_no, country, platform,
            least(if(ended_at IS NOT NULL, greatest(assumeNotNull(ended_at), started_at), if(has_heartbeat, last_sign_at, started_at + INTERVAL 5 MINUTE)), started_at + INTERVAL 24 HOUR) AS finished_at
        FROM {database}.fact_game_sessions FINAL
        WHERE NOT is_bot AND NOT is_staff AND (ended_at IS NOT NULL OR last_sign_at + INTERVAL 30 MINUTE <= watermark)
    )
SELECT activity_date, game_id, country_code, platform, sum(people) AS dau_count,
    sum(played_ms) / 1000 AS total_playtime_seconds, if(sum(begun) = 0, NULL, sum(begun_ms) / 1000 / sum(begun)) AS avg_playtime_seconds, sum(begun) AS sessions,
    sum(ingame_kopecks)::Decimal(18, 2) / 100 AS total_revenue_ingame
FROM
(
    SELECT toDate(hour, 'Europe/Moscow') AS activity_date, toString(game_id) AS game_id, toString(country) AS country_code, toString(platform) AS platform,
        groupBitmapMerge(people) AS people, 0 AS played_ms, 0 AS begun_ms, 0 AS begun, 0 AS ingame_kopecks
    FROM
    (
        SELECT hour, game_id, country, platform, people FROM {database}.mart_game_activity_hourly
        UNION ALL
        SELECT toStartOfHour(effective_at) AS hour, game_id, country, platform, groupBitmapState(user_no) AS people FROM {database}.attributed_events FINAL
        WHERE is_activity AND game_id != '' AND NOT is_bot AND NOT is_staff
        GROUP BY hour, game_id, country, platform
    )
    GROUP BY activity_date, game_id, country_code, platform
    UNION ALL
    SELECT activity_date, game_id, country_code, platform, 0, sum(union_ms), 0, 0, 0
    FROM
    (
        SELECT activity_date, toString(game_id) AS game_id, toString(country) AS country_code, toString(platform) AS platform, user_no,
            intervalLengthSum(greatest(toUnixTimestamp64Milli(started_at), toInt64(toUnixTimestamp(toDateTime(activity_date, 'Europe/Moscow'))) * 1000),
                least(toUnixTimestamp64Milli(finished_at), toInt64(toUnixTimestamp(toDateTime(activity_date + 1, 'Europe/Moscow'))) * 1000)) AS union_ms
        FROM
        (
            SELECT *, arrayJoin(arrayMap(n -> toDate(started_at, 'Europe/Moscow') + n, range(toUInt32(toDate(finished_at, 'Europe/Moscow') - toDate(started_at, 'Europe/Moscow') + 1)))) AS activity_date
            FROM closed WHERE finished_at > started_at
        )
        GROUP BY activity_date, game_id, country_code, platform, user_no
    )
    GROUP BY activity_date, game_id, country_code, platform
    UNION ALL
    SELECT toDate(started_at, 'Europe/Moscow') AS activity_date, toString(game_id), toString(country), toString(platform), 0, 0,
        sum(dateDiff('millisecond', started_at, finished_at)), count(), 0
    FROM closed GROUP BY activity_date, game_id, country, platform
    UNION ALL
    SELECT toDate(hour, 'Europe/Moscow') AS activity_date, toString(game_id), toString(country), toString(platform), 0, 0, 0, 0, sum(gross_kopecks) - sum(discount_kopecks)
    FROM {database}.mart_sales_hourly WHERE payment_kind = 'ingame'
    GROUP BY activity_date, game_id, country, platform
)
GROUP BY activity_date, game_id, country_code, platform
HAVING dau_count > 0 OR total_playtime_seconds > 0 OR sessions > 0 OR total_revenue_ingame != 0;

CREATE VIEW IF NOT EXISTS {database}.daily_metrics AS
WITH
    (SELECT max(received_at) FROM {database}.events) AS watermark,
    refunds AS
    (
        SELECT booked_at, refund_kopecks, chargeback_kopecks, transaction_id FROM {database}.revenue_ledger FINAL
        WHERE entry != 'purchase' AND transaction_id GLOBAL IN (SELECT transaction_id FROM {database}.revenue_ledger WHERE entry = 'purchase' AND payment_kind != 'topup' AND NOT is_bot AND NOT is_staff)
    )
SELECT day, metric_name, sum(part)::Decimal(38, 2) AS value
FROM
(
    SELECT toDate(hour, 'Europe/Moscow') AS day, 'dau' AS metric_name, groupBitmapMerge(people)::Decimal(38, 2) AS part
    FROM
    (
        SELECT hour, people FROM {database}.mart_activity_hourly
        UNION ALL
        SELECT toStartOfHour(effective_at) AS hour, groupBitmapState(user_no) AS people FROM {database}.attributed_events FINAL
        WHERE is_activity AND NOT is_bot AND NOT is_staff GROUP BY hour
    )
    GROUP BY day
    UNION ALL
    SELECT toDate(hour, 'Europe/Moscow') AS day, tupleElement(named, 1) AS metric_name, sum(tupleElement(named, 2))::Decimal(38, 2)
    FROM
    (
        SELECT hour, arrayJoin(arrayFilter(named -> tupleElement(named, 1) != '', [
            ('events_ingested', events),
            (if(is_bot OR is_staff, '', transform(toString(event_type), ['com.platform.catalog.game.viewed.v1', 'com.platform.auth.user.registered.v1', 'com.platform.auth.user.loggedin.v1',
                'com.platform.catalog.game.searched.v1', 'com.platform.social.review.created.v1'], ['game_page_views', 'registrations', 'logins', 'searches', 'reviews'], '')), events)])) AS named
        FROM {database}.mart_events_hourly
    )
    GROUP BY day, metric_name
    UNION ALL
    SELECT toDate(started_at, 'Europe/Moscow') AS day, 'game_sessions', count()::Decimal(38, 2) FROM {database}.fact_game_sessions FINAL
    WHERE NOT is_bot AND NOT is_staff AND (ended_at IS NOT NULL OR last_sign_at + INTERVAL 30 MINUTE <= watermark) GROUP BY day
    UNION ALL
    SELECT toDate(started_at, 'Europe/Moscow') AS day, 'store_sessions', count()::Decimal(38, 2) FROM {database}.store_sessions FINAL
    WHERE NOT is_bot AND NOT is_staff GROUP BY day
    UNION ALL
    SELECT toDate(effective_at, 'Europe/Moscow') AS day, 'wishlist_adds', count()::Decimal(38, 2) FROM {database}.wishlist_ledger FINAL
    WHERE effect = 'added' AND NOT is_bot AND NOT is_staff GROUP BY day
    UNION ALL
    SELECT day, 'orders', orders::Decimal(38, 2) FROM (SELECT toDate(hour, 'Europe/Moscow') AS day, uniqExactMerge(orders) AS orders FROM {database}.mart_sales_hourly GROUP BY day)
    UNION ALL
    SELECT toDate(hour, 'Europe/Moscow') AS day, tupleElement(named, 1), sum(tupleElement(named, 2))::Decimal(38, 2) / 100
    FROM
    (
        SELECT hour, arrayJoin([('gross_revenue', toInt64(gross_kopecks)), ('discount_amount', toInt64(discount_kopecks)),
            ('net_revenue', toInt64(gross_kopecks - discount_kopecks - tax_kopecks - fee_kopecks))]) AS named
        FROM {database}.mart_sales_hourly
    )
    GROUP BY day, tupleElement(named, 1)
    UNION ALL
    SELECT toDate(booked_at, 'Europe/Moscow') AS day, tupleElement(named, 1), sum(tupleElement(named, 2))::Decimal(38, 2) / 100
    FROM (SELECT booked_at, arrayJoin([('refunds', refund_kopecks), ('chargebacks', chargeback_kopecks), ('net_revenue', -refund_kopecks - chargeback_kopecks)]) AS named FROM refunds)
    GROUP BY day, tupleElement(named, 1)
)
GROUP BY day, metric_name;
