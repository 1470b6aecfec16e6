-- why:  whose first act it was, and where, was kept as a state of argMin. Reading such states is most of what new people cost; the smallest
--       tuple of instant, event and place says the same, and is columns: who came before the period is told by the instant alone.
--       `first` is still written for the version before; nothing reads it from now on.
-- cost: adds two columns and changes three views; rows of before get the columns in the background, and have them worked out until then.
--       Of these the event is not known, so of two first acts in the same millisecond the place decides.
-- undo: ALTER TABLE each view MODIFY QUERY as in 0007, then ALTER TABLE {database}.mart_first_acts, {database}.mart_first_game_acts DROP COLUMN first_act
ALTER TABLE {database}.mart_first_acts
    ADD COLUMN IF NOT EXISTS first_act SimpleAggregateFunction(min, Tuple(at DateTime64(3, 'UTC'), source String, id String, platform String, country String, game_id String))
    DEFAULT (tupleElement(finalizeAggregation(first), 1), '', '', tupleElement(finalizeAggregation(first), 2), tupleElement(finalizeAggregation(first), 3), tupleElement(finalizeAggregation(first), 4));

ALTER TABLE {database}.mart_first_game_acts
    ADD COLUMN IF NOT EXISTS first_act SimpleAggregateFunction(min, Tuple(at DateTime64(3, 'UTC'), source String, id String, platform String, country String, game_id String))
    DEFAULT (tupleElement(finalizeAggregation(first), 1), '', '', tupleElement(finalizeAggregation(first), 2), tupleElement(finalizeAggregation(first), 3), tupleElement(finalizeAggregation(first), 4));

ALTER TABLE {database}.mart_first_acts_mv MODIFY QUERY
SELECT user_no, argMinState((effective_at, toString(platform), toString(country), toString(game_id))::Tuple(at DateTime64(3, 'UTC'), platform String, country String, game_id String), (effective_at, source, id)) AS first, min((effective_at, source, id, toString(platform), toString(country), toString(game_id))::Tuple(at DateTime64(3, 'UTC'), source String, id String, platform String, country String, game_id String)) AS first_act
FROM {database}.events
WHERE is_activity AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY user_no;

ALTER TABLE {database}.mart_first_game_acts_mv MODIFY QUERY
SELECT game_id, user_no, argMinState((effective_at, toString(platform), toString(country), toString(game_id))::Tuple(at DateTime64(3, 'UTC'), platform String, country String, game_id String), (effective_at, source, id)) AS first, min((effective_at, source, id, toString(platform), toString(country), toString(game_id))::Tuple(at DateTime64(3, 'UTC'), source String, id String, platform String, country String, game_id String)) AS first_act
FROM {database}.events
WHERE is_activity AND game_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY game_id, user_no;

ALTER TABLE {database}.mart_first_game_acts_purchases_mv MODIFY QUERY
SELECT game_id, user_no, argMinState((booked_at, toString(platform), toString(country), toString(game_id))::Tuple(at DateTime64(3, 'UTC'), platform String, country String, game_id String), (booked_at, source, id)) AS first, min((booked_at, source, id, toString(platform), toString(country), toString(game_id))::Tuple(at DateTime64(3, 'UTC'), source String, id String, platform String, country String, game_id String)) AS first_act
FROM {database}.revenue_ledger
WHERE entry = 'purchase' AND payment_kind != 'topup' AND game_id != '' AND user_no != 0 AND NOT is_bot AND NOT is_staff
GROUP BY game_id, user_no;

ALTER TABLE {database}.mart_first_acts
    MATERIALIZE COLUMN first_act;

ALTER TABLE {database}.mart_first_game_acts
    MATERIALIZE COLUMN first_act;
