import type { MetricDefinitionAnswer } from '@analytics/contracts';
import { MultiSelect, NativeSelect } from '@mantine/core';
import { useTexts } from '../../../i18n/use-texts';
import { PeriodPicker } from '../../../view-state/pickers/period-picker';
import { pickerTexts } from '../../../view-state/pickers/texts';
import { useDimensionName } from '../../../view-state/pickers/use-names';
import { ZonePicker } from '../../../view-state/pickers/zone-picker';
import { daysIn, type PeriodChoice, resolvePeriod } from '../../../view-state/period';
import { readableGranularity } from '../../../view-state/question/cheaper-views';
import { BASES, COMPARISONS, GRANULARITIES, MOST_DIMENSIONS, type MetricView } from '../../../view-state/view';
import classes from '../explorer.module.css';
import { explorerTexts } from '../texts';

export interface ControlsProps {
  readonly view: MetricView;
  readonly metric: MetricDefinitionAnswer;
  readonly now: Date;
  readonly onChange: (view: MetricView) => void;
}

const TOPS = [5, 8, 20, 50, 200, 1_000];

/** What is asked: only what the metric has an answer to can be picked. */
export function QuestionControls({ view, metric, now, onChange }: ControlsProps) {
  const t = useTexts(explorerTexts);
  const words = useTexts(pickerTexts);
  const nameOf = useDimensionName();
  const set = (change: Partial<MetricView>) => onChange({ ...view, ...change });
  const tops = [...new Set([...TOPS, view.top])].sort((one, other) => one - other);
  return (
    <div className={classes['controls']}>
      <PeriodPicker
        value={view.period}
        zone={view.zone}
        now={now}
        onChange={(period) => set({ period, granularity: granularityFor(period, view, metric, now) })}
      />
      <NativeSelect
        label={t('granularity')}
        data={GRANULARITIES.filter((name) => metric.granularities.includes(name)).map((value) => ({
          value,
          label: words(value),
        }))}
        value={view.granularity}
        onChange={(event) => set({ granularity: event.currentTarget.value as MetricView['granularity'] })}
      />
      <ZonePicker value={view.zone} onChange={(zone) => set({ zone })} />
      <NativeSelect
        label={words('compare')}
        data={COMPARISONS.map((value) => ({ value, label: words(value) }))}
        value={view.compare}
        onChange={(event) => set({ compare: event.currentTarget.value as MetricView['compare'] })}
      />
      <MultiSelect
        className={classes['wide'] ?? ''}
        label={t('by')}
        data={metric.dimensions.map((value) => ({ value, label: nameOf(value) }))}
        value={[...view.dimensions]}
        onChange={(dimensions) => set({ dimensions })}
        maxValues={MOST_DIMENSIONS}
        disabled={metric.dimensions.length === 0}
        {...(view.dimensions.length === 0 && { placeholder: t('noBreakdown') })}
        clearable
      />
      {view.dimensions.length > 0 && (
        <NativeSelect
          label={t('top')}
          data={tops.map((count) => ({ value: String(count), label: t('topOf', { count }) }))}
          value={String(view.top)}
          onChange={(event) => set({ top: Number(event.currentTarget.value) })}
        />
      )}
      {metric.tags.includes('money') && (
        <NativeSelect
          label={t('basis')}
          data={BASES.map((value) => ({ value, label: t(value) }))}
          value={view.basis}
          onChange={(event) => set({ basis: event.currentTarget.value as MetricView['basis'] })}
        />
      )}
    </div>
  );
}

/** A year by minutes nobody can read, nor an hour by months: a period picked takes a granularity along that fits. */
function granularityFor(period: PeriodChoice, view: MetricView, metric: MetricDefinitionAnswer, now: Date) {
  const days = daysIn(resolvePeriod(period, view.zone, now));
  const finest = readableGranularity(days);
  const order = GRANULARITIES.filter((name) => metric.granularities.includes(name));
  const isTooFine = order.indexOf(view.granularity) < order.indexOf(finest);
  const isTooCoarse = days <= 2 && order.indexOf(view.granularity) > order.indexOf('hour');
  if (isTooFine) return finest;
  return isTooCoarse ? (days < 1 / 8 ? 'minute' : 'hour') : view.granularity;
}
