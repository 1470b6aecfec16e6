-- why:  a query that says whose games it is about (setting SQL_games) is shown no row of another's, whatever its text says: a second
--       fence beside the predicate the query API writes into every statement. Made by libs/infra/clickhouse/src/policies.
-- cost: a predicate added to each read of the tables by reader.
-- undo: DROP ROW POLICY all_rows, games_in_scope on each of the tables
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.events AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.events_by_user FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.events_by_user AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.events_by_device FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.events_by_device AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.revenue_ledger FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.revenue_ledger AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.dim_games FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.dim_games AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.fact_game_sessions FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.fact_game_sessions AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.attributed_events FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.attributed_events AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.wish_acts FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.wish_acts AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.wishlist_ledger FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.wishlist_ledger AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.mart_events_hourly FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.mart_events_hourly AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.mart_event_games_hourly FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.mart_event_games_hourly AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.mart_sales_hourly FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.mart_sales_hourly AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.mart_game_activity_hourly FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.mart_game_activity_hourly AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
CREATE ROW POLICY IF NOT EXISTS all_rows ON analytics.mart_first_game_acts FOR SELECT USING 1 TO ALL;
CREATE ROW POLICY IF NOT EXISTS games_in_scope ON analytics.mart_first_game_acts AS RESTRICTIVE FOR SELECT USING getSettingOrDefault('SQL_games', '*') = '*' OR has(JSONExtract(getSettingOrDefault('SQL_games', '*'), 'Array(String)'), toString(game_id)) TO reader;
