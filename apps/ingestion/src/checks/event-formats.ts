const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const POSITIVE_DECIMAL = /^(?!0+(\.0+)?$)\d{1,12}(\.\d{1,10})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}/;

const isDayOrInstant = (text: string): boolean =>
  DAY.test(text) &&
  !Number.isNaN(Date.parse(text)) &&
  new Date(`${text.slice(0, 10)}T00:00:00Z`).toISOString().startsWith(text.slice(0, 10));

/** Formats the catalogue uses beyond those of JSON Schema. */
export const EVENT_FORMATS = {
  'iso-4217': (text: string) => CURRENCIES.has(text),
  'positive-decimal': POSITIVE_DECIMAL,
  'day-or-instant': isDayOrInstant,
};

/** What a sender is told when a text has the wrong form. */
export const FORMAT_RULES: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID',
  'date-time': 'must be an RFC 3339 time with a zone',
  'iso-4217': 'must be a currency code of ISO 4217',
  'positive-decimal': 'must be a positive decimal number in a text, for example "92.5"',
  'day-or-instant': 'must be a day (2026-11-01) or an RFC 3339 time',
};
