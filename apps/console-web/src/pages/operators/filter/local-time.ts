/** An instant as a field for date and time shows it: in the reader's own zone, to the minute. */
export function localInput(instant: string): string {
  const at = new Date(instant);
  if (Number.isNaN(at.getTime())) return '';
  const two = (number: number) => String(number).padStart(2, '0');
  const day = `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`;
  return `${day}T${two(at.getHours())}:${two(at.getMinutes())}`;
}

/** The instant behind what such a field says; empty while it says none. */
export function instantOf(input: string): string {
  const at = new Date(input);
  return input === '' || Number.isNaN(at.getTime()) ? '' : at.toISOString();
}
