import type { ValidatedEvent } from '@analytics/contracts';
import { groupedBy, textOf, type Told } from '../facts/known-events';
import type { World } from '../world';
import { type TableCheck, tableCheck } from './table-check';

const REGISTERED = 'com.platform.auth.user.registered.v1';
const PROFILE = 'com.platform.account.profile.updated.v1';
const STATUS = 'com.platform.account.status.updated.v1';
const BANNED = 'com.platform.admin.user.banned.v1';
const TYPES: readonly string[] = [REGISTERED, PROFILE, STATUS, BANNED];

interface Person {
  readonly user: number;
  readonly told: readonly Told[];
}

/** What was said first of a person's registration, and last of everything else. */
export function userTable({ told }: World): TableCheck {
  const said = told.filter(({ event }) => event.user_no !== null && TYPES.includes(event.type));
  const people = [...groupedBy(said, ({ event }) => event.user_no!)].map(([user, own]) => ({ user, told: own }));
  const first = ({ told: own }: Person, type: string): Told | undefined => own.find(({ event }) => event.type === type);
  const last = ({ told: own }: Person, type: string): ValidatedEvent | undefined =>
    own.findLast(({ event }) => event.type === type)?.event;
  const text = (event: ValidatedEvent | undefined, property: string): string =>
    event === undefined ? '' : textOf(event, property);
  return tableCheck(
    {
      name: 'dim_users',
      from: 'dim_users',
      columns: {
        user_no: ({ user }: Person) => user,
        'ifNull(toUnixTimestamp64Milli(min(registered_at)), -1)': (person) => first(person, REGISTERED)?.at ?? -1,
        'tupleElement(argMinMerge(registration), 1)': (person) => text(first(person, REGISTERED)?.event, 'method'),
        'tupleElement(argMinMerge(registration), 2)': (person) => first(person, REGISTERED)?.event.platform ?? '',
        'tupleElement(argMinMerge(registration), 3)': (person) => first(person, REGISTERED)?.event.country ?? '',
        'tupleElement(argMaxMerge(profile), 1)': (person) => last(person, PROFILE)?.country ?? '',
        'tupleElement(argMaxMerge(profile), 2)': (person) => text(last(person, PROFILE), 'language'),
        'argMaxMerge(status)': (person) => text(last(person, STATUS), 'newStatus'),
        'tupleElement(argMaxMerge(ban), 1)': (person) => text(last(person, BANNED), 'reason'),
      },
      groupBy: 'user_no',
    },
    people,
  );
}
