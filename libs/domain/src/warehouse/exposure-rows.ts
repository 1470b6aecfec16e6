import type { ValidatedEvent } from '@analytics/contracts';
import { col } from '../sql/columns';
import { insertTable, type RowOf } from '../sql/insert-table';
import { textIn } from './reading/data-fields';
import { type Lineage, LINEAGE_COLUMNS, lineageOf } from './lineage';

export const EXPOSURES_TABLE = insertTable('exposures', {
  experiment_key: col.lowCardinality(col.string),
  effective_at: col.dateTime64(3),
  variant_key: col.lowCardinality(col.string),
  user_no: col.uint32,
  device_no: col.uint32,
  source: col.string,
  id: col.string,
  platform: col.lowCardinality(col.string),
  country: col.lowCardinality(col.string),
  is_bot: col.bool,
  is_staff: col.bool,
  received_at: col.dateTime64(3),
  ...LINEAGE_COLUMNS,
});

export type ExposureRow = RowOf<typeof EXPOSURES_TABLE>;

export function exposureRows(event: ValidatedEvent, from: Lineage): ExposureRow[] {
  if (event.type !== 'com.platform.analytics.experiment.exposed.v1') return [];
  const experiment = textIn(event.data, 'experimentKey');
  const variant = textIn(event.data, 'variantKey');
  if (experiment === '' || variant === '') return [];
  return [
    {
      experiment_key: experiment,
      effective_at: new Date(event.effective_at),
      variant_key: variant,
      user_no: event.user_no ?? 0,
      device_no: event.device_no ?? 0,
      source: event.source,
      id: event.id,
      platform: event.platform ?? '',
      country: event.country ?? '',
      is_bot: event.is_bot,
      is_staff: event.is_staff,
      received_at: new Date(event.received_at),
      ...lineageOf(from),
    },
  ];
}
