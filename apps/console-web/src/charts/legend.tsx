import { Group, Text, useComputedColorScheme } from '@mantine/core';
import { useFormats } from '../format/use-formats';
import type { ChartData } from './chart-data';
import { inkOf } from './drawing/chart-options';
import classes from './legend.module.css';

/** Whose line is whose, with the number of the whole period. */
export function Legend({ data }: { readonly data: ChartData }) {
  const scheme = useComputedColorScheme('light');
  const formats = useFormats();
  return (
    <Group component="ul" gap="xs" className={classes['legend']}>
      {data.series.map((series, index) => (
        <li key={series.key} className={classes['entry']}>
          <span className={classes['swatch']} style={{ background: inkOf(series, index, scheme).colour }} aria-hidden />
          <Text component="span" size="sm">
            {series.name}
          </Text>
          <Text component="span" size="sm" c="dimmed" className={classes['value']}>
            {formats.value(series.total.value, data.unit)}
          </Text>
        </li>
      ))}
    </Group>
  );
}
