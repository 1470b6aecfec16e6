import { insertSettings, nicenessSettings, readSettings } from './settings';

const limits = { maxRows: 100, maxSeconds: 10, maxMemoryBytes: 2_000_000_000, maxRowsToRead: 1_000_000_000 };

describe('readSettings', () => {
  it('turns every limit into one that throws', () => {
    expect(readSettings(limits, '{}', { buffered: true })).toMatchObject({
      max_execution_time: '10',
      timeout_overflow_mode: 'throw',
      max_result_rows: '100',
      result_overflow_mode: 'throw',
      max_rows_to_read: '1000000000',
      read_overflow_mode: 'throw',
      max_memory_usage: '2000000000',
      wait_end_of_query: '1',
    });
  });

  it('allows reading only, and says so last', () => {
    expect(Object.entries(readSettings(limits, '{}', { buffered: false })).at(-1)).toEqual(['readonly', '1']);
  });

  it('does not hold a stream back until its end', () => {
    expect(readSettings(limits, '{}', { buffered: false })).not.toHaveProperty('wait_end_of_query');
  });
});

describe('insertSettings', () => {
  it('relies on no default of the server', () => {
    expect(insertSettings('sink:t:0:1-2', '{"statement":"insert-t"}', 60_000)).toEqual({
      async_insert: '0',
      insert_deduplicate: '1',
      deduplicate_insert: 'enable',
      deduplicate_blocks_in_dependent_materialized_views: '1',
      materialized_views_ignore_errors: '0',
      max_partitions_per_insert_block: '100',
      throw_on_max_partitions_per_insert_block: '1',
      max_insert_block_size: '1048449',
      min_insert_block_size_rows: '1048449',
      min_insert_block_size_bytes: '0',
      distributed_foreground_insert: '1',
      insert_deduplication_token: 'sink:t:0:1-2',
      max_execution_time: '60',
      timeout_overflow_mode: 'throw',
      log_comment: '{"statement":"insert-t"}',
      wait_end_of_query: '1',
    });
  });
});

describe('nicenessSettings', () => {
  it('asks a server for nothing it may not know, unless statements give way', () => {
    expect(nicenessSettings(0)).toEqual({});
    expect(nicenessSettings(10)).toEqual({
      os_threads_nice_value_query: '10',
      os_threads_nice_value_materialized_view: '10',
    });
  });
});
