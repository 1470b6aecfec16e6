import { Group, Paper, Skeleton, Stack, Text, Tooltip } from '@mantine/core';
import { IconArrowDownRight, IconArrowUpRight } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useFormats } from '../format/use-formats';
import classes from './number-tile.module.css';

export interface NumberTileProps {
  /** Name of the metric as the API has it; with `data-value` what checks read. */
  readonly metric: string;
  readonly label: string;
  /** Exact value; `undefined` while it is on its way, `null` when there is none. */
  readonly value: number | null | undefined;
  /** count, people, RUB, ratio, hours, minutes, points, ms */
  readonly unit: string;
  /** Share by which it differs from what it is compared with: 0.12 is +12 %. */
  readonly change?: number | null;
  /** What the change is against, in words. */
  readonly changeHint?: string;
  /** For most metrics more is better; for refunds it is not. */
  readonly lessIsBetter?: boolean;
  /** The definition in words. */
  readonly description?: string;
  /** One small line under the number: "day not over yet", say. */
  readonly note?: ReactNode;
  readonly href?: string;
  /** A sparkline. */
  readonly children?: ReactNode;
}

/** One number with its name, exact value, change and way on. */
export function NumberTile(props: NumberTileProps) {
  const { metric, label, value, unit, description, note, href, children } = props;
  const formats = useFormats();
  const isLink = href !== undefined;
  return (
    <Paper
      withBorder
      p="md"
      radius="md"
      className={classes.tile}
      data-metric={metric}
      data-value={value === undefined ? undefined : (value ?? '')}
      {...(isLink && { component: 'a', href })}
    >
      <Stack gap={4} h="100%">
        <Tooltip label={description} disabled={description === undefined} multiline maw={320} withArrow>
          <Text size="sm" c="dimmed" component="span">
            {label}
          </Text>
        </Tooltip>
        {value === undefined ? (
          <Skeleton height={34} width="60%" />
        ) : (
          <Group gap="xs" align="baseline" wrap="wrap">
            <Text component="span" className={classes.number} title={formats.value(value, unit)}>
              {shown(value, unit, formats)}
            </Text>
            <Change {...props} />
          </Group>
        )}
        {note !== undefined && (
          <Text size="xs" c="dimmed" component="div">
            {note}
          </Text>
        )}
        {children}
      </Stack>
    </Paper>
  );
}

const LARGE = 1_000_000;

// A tile is narrow: large numbers are told short, with the exact one on hover and in the data.
const shown = (value: number | null, unit: string, formats: ReturnType<typeof useFormats>) =>
  value !== null && Math.abs(value) >= LARGE ? formats.compactValue(value, unit) : formats.value(value, unit);

function Change({ change, changeHint, lessIsBetter = false }: NumberTileProps) {
  const formats = useFormats();
  if (change === undefined || change === null) return null;
  const Arrow = change < 0 ? IconArrowDownRight : IconArrowUpRight;
  const tone = change === 0 ? classes.same : change > 0 !== lessIsBetter ? classes.better : classes.worse;
  return (
    <Text component="span" size="sm" className={tone} title={changeHint}>
      {change !== 0 && <Arrow size={14} aria-hidden className={classes.arrow} />}
      {formats.change(change)}
    </Text>
  );
}
