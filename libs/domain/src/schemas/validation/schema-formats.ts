import { isUuid } from '../../privacy/uuid';

const CURRENCIES = new Set(Intl.supportedValuesOf('currency'));
const POSITIVE_DECIMAL = /^(?!0+(\.0+)?$)\d{1,12}(\.\d{1,10})?$/;
const DAY = /^\d{4}-\d{2}-\d{2}/;

/** The calendar has the day: what a date library rolls over to another day is refused. */
function isDayOrInstant(text: string): boolean {
  if (!DAY.test(text) || Number.isNaN(Date.parse(text))) return false;
  const day = new Date(`${text.slice(0, 10)}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text.slice(0, 10));
}

const URN_UUID = /^urn:uuid:/i;

/** As JSON Schema's validators take it: plain, or as a URN. */
export const isUuidOrUrn = (text: string): boolean =>
  isUuid(text) || (URN_UUID.test(text) && isUuid(text.slice('urn:uuid:'.length)));

/** Formats beyond those of JSON Schema. */
export const OWN_FORMATS = {
  'iso-4217': (text: string) => CURRENCIES.has(text),
  'positive-decimal': POSITIVE_DECIMAL,
  'day-or-instant': isDayOrInstant,
};

/** What a sender is told when a text has the wrong form. */
export const FORMAT_RULES: Readonly<Record<string, string>> = {
  uuid: 'must be a UUID',
  'date-time': 'must be an RFC 3339 time with a zone',
  date: 'must be a day, for example 2026-11-01',
  time: 'must be an RFC 3339 time of day with a zone',
  duration: 'must be a duration of ISO 8601, for example PT15M',
  uri: 'must be a URI',
  email: 'must be an e-mail address',
  hostname: 'must be a host name',
  ipv4: 'must be an IPv4 address',
  ipv6: 'must be an IPv6 address',
  'iso-4217': 'must be a currency code of ISO 4217',
  'positive-decimal': 'must be a positive decimal number in a text, for example "92.5"',
  'day-or-instant': 'must be a day (2026-11-01) or an RFC 3339 time',
};

/** The formats a schema may name. */
export const SCHEMA_FORMATS: readonly string[] = Object.keys(FORMAT_RULES);
