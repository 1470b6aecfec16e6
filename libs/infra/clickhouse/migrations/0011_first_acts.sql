-- why:  who is new in a period was found by merging the state of everybody's first act ever. The instant alone, beside the state, tells
--       who came before the period and need not be read.
-- cost: adds a column with a default, rewrites nothing; parts of before have it worked out when they are read, until they are merged.
-- undo: ALTER TABLE {database}.mart_first_acts DROP COLUMN first_at
ALTER TABLE {database}.mart_first_acts
    ADD COLUMN IF NOT EXISTS first_at SimpleAggregateFunction(min, DateTime64(3, 'UTC')) DEFAULT tupleElement(finalizeAggregation(first), 1);
