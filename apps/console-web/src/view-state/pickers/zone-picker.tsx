import { Select } from '@mantine/core';
import { useTexts } from '../../i18n/use-texts';
import { pickerTexts } from './texts';

interface ZonePickerProps {
  readonly value: string;
  readonly onChange: (zone: string) => void;
}

const FIRST = ['Europe/Moscow', 'UTC'];
const MOST_SHOWN = 60;

/** Whose days are counted; any zone of the calendar of the world. */
export function ZonePicker({ value, onChange }: ZonePickerProps) {
  const t = useTexts(pickerTexts);
  const zones = [...new Set([...FIRST, value, ...Intl.supportedValuesOf('timeZone')])];
  return (
    <Select
      label={t('zone')}
      data={zones}
      value={value}
      onChange={(zone) => zone !== null && onChange(zone)}
      searchable
      allowDeselect={false}
      limit={MOST_SHOWN}
      nothingFoundMessage={t('nothingFound')}
      comboboxProps={{ width: 260, position: 'bottom-start' }}
    />
  );
}
