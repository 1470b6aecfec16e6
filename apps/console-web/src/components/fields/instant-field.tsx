import { DateTimePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import type { ReactNode } from 'react';
import { useFormats } from '../../format/use-formats';
import { useTexts } from '../../i18n/use-texts';
import { useCalendarWords } from './calendar-words';
import { instantOf, localTime } from './local-time';
import { fieldTexts } from './texts';

interface InstantFieldProps {
  readonly label: string;
  readonly description?: string;
  /** An instant, or nothing. */
  readonly value: string;
  readonly onChange: (instant: string) => void;
  readonly error?: ReactNode;
  readonly required?: boolean;
}

/** A date and a time in the reader's own zone, written and picked in the language of the page. */
export function InstantField({ value, onChange, required = false, ...rest }: InstantFieldProps) {
  const t = useTexts(fieldTexts);
  const formats = useFormats();
  return (
    <DateTimePicker
      {...rest}
      {...useCalendarWords()}
      value={localTime(value)}
      onChange={(local) => onChange(instantOf(local))}
      valueFormat={(local) => formats.dateTime(instantOf(local))}
      placeholder={t('notSet')}
      required={required}
      clearable={!required}
      clearButtonProps={{ 'aria-label': t('clear') }}
      submitButtonProps={{ 'aria-label': t('done') }}
      timePickerProps={{ hoursInputLabel: t('hours'), minutesInputLabel: t('minutes') }}
      miw={190}
    />
  );
}
