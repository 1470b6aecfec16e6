import { dayList, uint32List } from '../sql/binders';
import { sql, type SqlFragment } from '../sql/sql';
import { writtenDay } from './spans';

/** A device or an account on one day of UTC: the unit in which its events are read. */
export interface NumberedDay {
  readonly no: number;
  readonly day: number;
}

/** The pairs as a set to be asked with `(number, day) IN …`, which the order of the tables answers without a scan. */
export const numberedDays = (days: readonly NumberedDay[]): SqlFragment =>
  sql`(SELECT pair.1, pair.2 FROM (SELECT arrayJoin(arrayZip(${uint32List(days.map(({ no }) => no))}, ${dayList(
    days.map(({ day }) => writtenDay(day)),
  )})) AS pair))`;
