const WRITTEN = /^\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2}$/;

/** An instant as a field for date and time keeps it: in the reader's own zone, to the minute. */
export function localTime(instant: string): string | null {
  const at = new Date(instant);
  if (instant === '' || Number.isNaN(at.getTime())) return null;
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day} ${two(at.getHours())}:${two(at.getMinutes())}:00`;
}

/** The instant behind what such a field keeps; empty while it keeps none. */
export function instantOf(local: string | null): string {
  if (local === null || !WRITTEN.test(local)) return '';
  const at = new Date(local.replace(' ', 'T'));
  return Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
