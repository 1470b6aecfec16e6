import { Button, CopyButton, NativeSelect } from '@mantine/core';
import { IconCheck, IconLink } from '@tabler/icons-react';
import { useTexts } from '../../i18n/use-texts';
import { valuesOf, withValues } from '../../view-state/filter-text';
import { PeriodPicker } from '../../view-state/pickers/period-picker';
import { pickerTexts } from '../../view-state/pickers/texts';
import { ValuesPicker } from '../../view-state/pickers/values-picker';
import { ZonePicker } from '../../view-state/pickers/zone-picker';
import { COMPARISONS, type Comparison, type Outlook } from '../../view-state/view';
import classes from './overview.module.css';
import { overviewTexts } from './texts';
import { BREAKDOWNS } from './tiles';

interface OverviewControlsProps {
  readonly outlook: Outlook;
  readonly now: Date;
  readonly onChange: (outlook: Outlook) => void;
}

/** Period, zone, comparison and filters of all numbers of the page at once. */
export function OverviewControls({ outlook, now, onChange }: OverviewControlsProps) {
  const t = useTexts(pickerTexts);
  const { period, zone, filters, compare } = outlook;
  return (
    <div className={classes['controls']}>
      <PeriodPicker value={period} zone={zone} now={now} onChange={(next) => onChange({ ...outlook, period: next })} />
      <ZonePicker value={zone} onChange={(next) => onChange({ ...outlook, zone: next })} />
      <NativeSelect
        label={t('compare')}
        data={COMPARISONS.map((value) => ({ value, label: t(value) }))}
        value={compare}
        onChange={(event) => onChange({ ...outlook, compare: event.currentTarget.value as Comparison })}
      />
      {BREAKDOWNS.map((dimension) => (
        <ValuesPicker
          key={dimension}
          metric="dau"
          dimension={dimension}
          period={period}
          zone={zone}
          value={valuesOf(filters, dimension)}
          onChange={(values) => onChange({ ...outlook, filters: withValues(filters, dimension, values) })}
        />
      ))}
    </div>
  );
}

/** The address holds all of the view, so it is the link. */
export function CopyLink() {
  const t = useTexts(overviewTexts);
  return (
    <CopyButton value={location.href}>
      {({ copied, copy }) => (
        <Button
          variant="default"
          leftSection={copied ? <IconCheck size={16} /> : <IconLink size={16} />}
          onClick={copy}
          aria-live="polite"
        >
          {t(copied ? 'copied' : 'copyLink')}
        </Button>
      )}
    </CopyButton>
  );
}
