import { SegmentedControl } from '@mantine/core';
import { useTexts } from '../../../i18n/use-texts';
import { allowsChart } from '../../../view-state/fit-view';
import { CHART_KINDS, type ChartKind } from '../../../view-state/view';
import classes from '../explorer.module.css';
import { explorerTexts } from '../texts';
import type { ControlsProps } from './question-controls';

/** How it is shown; what would lie about the metric cannot be picked. */
export function ChartKindPicker({ view, metric, onChange }: ControlsProps) {
  const t = useTexts(explorerTexts);
  return (
    <SegmentedControl
      size="xs"
      classNames={{ root: classes['kindsRoot'], control: classes['kind'] }}
      aria-label={t('show')}
      data={CHART_KINDS.map((kind) => ({
        value: kind,
        disabled: !allowsChart(metric, kind),
        label: allowsChart(metric, kind) ? t(kind) : <span title={t('notStackable')}>{t(kind)}</span>,
      }))}
      value={view.chart}
      onChange={(chart) => onChange({ ...view, chart: chart as ChartKind })}
    />
  );
}
