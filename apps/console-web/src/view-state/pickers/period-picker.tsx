import { Button, NativeSelect, Popover, Skeleton, Stack, Text } from '@mantine/core';
import { lazy, Suspense, useState } from 'react';
import type { PickedDays } from '../../components/fields/day-range';
import { useFormats } from '../../format/use-formats';
import { type Translate, useTexts } from '../../i18n/use-texts';
import { addDays, parsePeriod, type PeriodChoice, periodText, resolvePeriod, USUAL_PERIODS } from '../period';
import { pickerTexts } from './texts';

interface PeriodPickerProps {
  readonly value: PeriodChoice;
  readonly zone: string;
  readonly now: Date;
  readonly onChange: (period: PeriodChoice) => void;
}

const OWN = 'own';
const CALENDAR_HEIGHT = 262;
const CALENDAR_WIDTH = 266;

// Wanted by few, so it comes when somebody does.
const DayRange = lazy(async () => ({ default: (await import('../../components/fields/day-range')).DayRange }));

/** The usual periods, or days of one's own; what is picked stays relative where it is. */
export function PeriodPicker({ value, zone, now, onChange }: PeriodPickerProps) {
  const t = useTexts(pickerTexts);
  const name = usePeriodName();
  const [isOpen, setOpen] = useState(false);
  const text = periodText(value);
  const usual = USUAL_PERIODS.map(periodText);
  const options = [...(usual.includes(text) ? [] : [value]), ...USUAL_PERIODS].map((choice) => ({
    value: periodText(choice),
    label: name(choice),
  }));
  const pick = (picked: string) => {
    if (picked === OWN) return setOpen(true);
    const choice = parsePeriod(picked);
    if (choice !== undefined) onChange(choice);
  };
  return (
    <Popover opened={isOpen} onChange={setOpen} position="bottom-start" withArrow trapFocus returnFocus withinPortal>
      <Popover.Target>
        <NativeSelect
          label={t('period')}
          data={[...options, { value: OWN, label: t('own') }]}
          value={text}
          onChange={(event) => pick(event.currentTarget.value)}
        />
      </Popover.Target>
      <Popover.Dropdown>
        <OwnDays
          key={text}
          value={value}
          zone={zone}
          now={now}
          onPick={(period) => {
            setOpen(false);
            onChange(period);
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

interface OwnDaysProps {
  readonly value: PeriodChoice;
  readonly zone: string;
  readonly now: Date;
  readonly onPick: (period: PeriodChoice) => void;
}

/** People say the last day they mean; the period ends before the next one. */
function OwnDays({ value, zone, now, onPick }: OwnDaysProps) {
  const t = useTexts(pickerTexts);
  const { start, end } = resolvePeriod(value, zone, now);
  const [days, setDays] = useState<PickedDays>([
    start.slice(0, 10),
    end.length === 10 ? addDays(end, -1) : end.slice(0, 10),
  ]);
  const [first, last] = days;
  const period = first === null || last === null ? undefined : parsePeriod(`${first}..${addDays(last, 1)}`);
  return (
    <Stack
      gap="sm"
      component="form"
      onSubmit={(event) => (event.preventDefault(), period !== undefined && onPick(period))}
    >
      <Text size="sm">{t('ownHint')}</Text>
      <Suspense fallback={<Skeleton height={CALENDAR_HEIGHT} width={CALENDAR_WIDTH} />}>
        <DayRange value={days} onChange={setDays} />
      </Suspense>
      <Button type="submit" disabled={period === undefined}>
        {t('apply')}
      </Button>
    </Stack>
  );
}

export function usePeriodName(): (choice: PeriodChoice) => string {
  const t: Translate<'today' | 'yesterday' | 'this-month' | 'previous-month' | 'minutes' | 'hours' | 'days'> =
    useTexts(pickerTexts);
  const formats = useFormats();
  return (choice) => {
    if (choice.kind === 'named') return t(choice.name);
    if (choice.kind === 'last') return t(choice.unit, { count: choice.count });
    const told = (day: string) => formats.date(`${day}T00:00:00Z`, 'UTC');
    return `${told(choice.start)} – ${told(addDays(choice.end, -1))}`;
  };
}
