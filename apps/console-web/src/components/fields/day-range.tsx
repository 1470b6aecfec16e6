import { DatePicker } from '@mantine/dates';
import '@mantine/dates/styles.css';
import { useCalendarWords } from './calendar-words';

export type PickedDays = readonly [first: string | null, last: string | null];

interface DayRangeProps {
  readonly value: PickedDays;
  readonly onChange: (days: PickedDays) => void;
}

/** The first and the last day of something, picked in a calendar; one day is both. */
export function DayRange({ value, onChange }: DayRangeProps) {
  return (
    <DatePicker
      {...useCalendarWords()}
      type="range"
      allowSingleDateInRange
      value={[...value]}
      onChange={onChange}
      {...(value[1] !== null && { defaultDate: value[1] })}
    />
  );
}
