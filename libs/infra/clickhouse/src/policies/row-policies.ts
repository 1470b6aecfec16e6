import type { Settings } from '../connection/settings';

/** The setting by which a query says whose rows it may see: a JSON list of games; all where it says nothing. The prefix is the server's for such settings. */
const SETTING = 'SQL_games';
const EVERYTHING = '*';

/** Tables with rows of games. Those of which a developer is told nothing have none, so that nothing of them is asked in a scope. */
export const TABLES_OF_GAMES: readonly string[] = [
  ...['events', 'events_by_user', 'events_by_device', 'revenue_ledger', 'dim_games'],
  ...['fact_game_sessions', 'attributed_events', 'wish_acts', 'wishlist_ledger'],
  ...[
    'mart_events_hourly',
    'mart_event_games_hourly',
    'mart_sales_hourly',
    'mart_game_activity_hourly',
    'mart_first_game_acts',
  ],
];
/** Has policies of its own about who sees which rows at all; a restrictive one alone would show nothing to anybody. */
const WITH_OWN_POLICIES: readonly string[] = ['events'];

/**
 * Row policies for servers of ClickHouse: beside the predicate that the compiler writes into every statement, the server itself
 * shows a query of a developer no row of another's game.
 */
export function rowPolicies(database: string, user: string): readonly string[] {
  return TABLES_OF_GAMES.flatMap((table) => [
    ...(WITH_OWN_POLICIES.includes(table)
      ? []
      : [`CREATE ROW POLICY IF NOT EXISTS all_rows ON ${database}.${table} FOR SELECT USING 1 TO ALL`]),
    `CREATE ROW POLICY IF NOT EXISTS games_in_scope ON ${database}.${table} AS RESTRICTIVE FOR SELECT USING ${IN_SCOPE} TO ${user}`,
  ]);
}

const TOLD = `getSettingOrDefault('${SETTING}', '${EVERYTHING}')`;
const IN_SCOPE = `${TOLD} = '${EVERYTHING}' OR has(JSONExtract(${TOLD}, 'Array(String)'), toString(game_id))`;

/** Settings of the server's own take a literal, not a bare text. */
export const scopeSettings = (games: readonly string[]): Settings => ({
  [SETTING]: `'${JSON.stringify(games).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`,
});

/** The file a new server is set up with. */
export function rowPoliciesFile(database: string, user: string): string {
  return `-- why:  a query that says whose games it is about (setting ${SETTING}) is shown no row of another's, whatever its text says: a second
--       fence beside the predicate the query API writes into every statement. Made by libs/infra/clickhouse/src/policies.
-- cost: a predicate added to each read of the tables by ${user}.
-- undo: DROP ROW POLICY all_rows, games_in_scope on each of the tables
${rowPolicies(database, user)
  .map((text) => `${text};`)
  .join('\n')}
`;
}
