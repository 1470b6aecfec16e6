import { Text } from '@mantine/core';
import { DottedName } from '../../components/dotted-name';
import classes from './live.module.css';

export interface Place {
  readonly key: string;
  readonly name: string;
  /** By which the bar is as long as it is. */
  readonly value: number;
  readonly shown: string;
}

/** The first places, each with a bar as long as its share of the first one. */
export function RankingList({ places, label }: { readonly places: readonly Place[]; readonly label: string }) {
  const most = Math.max(...places.map(({ value }) => value), 0);
  return (
    <ol className={classes['ranking']} aria-label={label}>
      {places.map(({ key, name, value, shown }) => (
        <li key={key} className={classes['place']}>
          <div className={classes['words']}>
            <Text component="span" size="sm" className={classes['name']}>
              <DottedName name={name} />
            </Text>
            <Text component="span" size="sm" fw={600} className={classes['amount']}>
              {shown}
            </Text>
          </div>
          <div className={classes['bar']} style={{ inlineSize: `${most === 0 ? 0 : (value / most) * 100}%` }} />
        </li>
      ))}
    </ol>
  );
}
