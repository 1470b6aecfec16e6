import type { StatementLimits } from '@analytics/domain';

export type Settings = Readonly<Record<string, string>>;

/** Rows the server gathers into one block; an insert stays below it, so its token covers the whole of it. */
const BLOCK_ROWS = '1048449';

/** What makes a repeated insert harmless. Defaults differ between versions, so every one of them is sent each time. */
export const DEDUPLICATION_SETTINGS: Settings = {
  async_insert: '0',
  insert_deduplicate: '1',
  deduplicate_insert: 'enable',
  deduplicate_blocks_in_dependent_materialized_views: '1',
  materialized_views_ignore_errors: '0',
  max_partitions_per_insert_block: '100',
  throw_on_max_partitions_per_insert_block: '1',
  max_insert_block_size: BLOCK_ROWS,
  min_insert_block_size_rows: BLOCK_ROWS,
  min_insert_block_size_bytes: '0',
  // Of a cluster's table: answered when every shard has its rows, not when they lie in a queue.
  distributed_foreground_insert: '1',
};

/**
 * How answers are written: exact 64-bit numbers and decimals as text, instants in ISO 8601 UTC. And that versions of a row lie in one
 * partition, as every table's sorting key has the time it is partitioned by: `FINAL` merges nothing across months, and nothing at all
 * in one that is a single part.
 */
const ANSWER_SETTINGS: Settings = {
  do_not_merge_across_partitions_select_final: '1',
  output_format_json_quote_64bit_integers: '1',
  output_format_json_quote_decimals: '1',
  date_time_output_format: 'iso',
  session_timezone: 'UTC',
};

/** Of the threads that work for a statement, and of those for the views behind it. */
export const nicenessSettings = (niceness: number): Settings =>
  niceness === 0
    ? {}
    : {
        os_threads_nice_value_query: String(niceness),
        os_threads_nice_value_materialized_view: String(niceness),
      };

const seconds = (ms: number): string => String(Math.max(1, Math.ceil(ms / 1000)));

export function limitSettings(limits: StatementLimits): Settings {
  return {
    max_execution_time: String(limits.maxSeconds),
    timeout_overflow_mode: 'throw',
    max_result_rows: String(limits.maxRows),
    result_overflow_mode: 'throw',
    max_rows_to_read: String(limits.maxRowsToRead),
    read_overflow_mode: 'throw',
    max_memory_usage: String(limits.maxMemoryBytes),
  };
}

/**
 * `readonly` comes last: a server that takes settings one by one would refuse the ones after it. At 1 the server refuses
 * functions that read elsewhere, such as `s3`; at 2 it takes them and still refuses every change.
 */
export function readSettings(
  limits: StatementLimits,
  comment: string,
  { buffered, outside = false }: { readonly buffered: boolean; readonly outside?: boolean },
): Settings {
  return {
    ...ANSWER_SETTINGS,
    ...limitSettings(limits),
    cancel_http_readonly_queries_on_client_close: '1',
    log_comment: comment,
    ...(buffered ? { wait_end_of_query: '1' } : {}),
    readonly: outside ? '2' : '1',
  };
}

/** A change is told as done when it is, also where the server would do it in the background. */
export function changeSettings(limits: StatementLimits, comment: string): Settings {
  return {
    ...limitSettings(limits),
    mutations_sync: '2',
    alter_sync: '2',
    lightweight_deletes_sync: '2',
    log_comment: comment,
    wait_end_of_query: '1',
  };
}

export function insertSettings(token: string, comment: string, timeoutMs: number): Settings {
  return {
    ...DEDUPLICATION_SETTINGS,
    insert_deduplication_token: token,
    max_execution_time: seconds(timeoutMs),
    timeout_overflow_mode: 'throw',
    log_comment: comment,
    wait_end_of_query: '1',
  };
}
