import { Group, Stack, Text, Title } from '@mantine/core';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import type { LetterGroup } from '../api/records';
import classes from '../parts/parts.module.css';
import { partTexts } from '../parts/texts';
import { hourBars } from './hours';
import { letterTexts } from './texts';

const HEIGHT = 100;

/** How many were refused hour by hour, over the last days that have any. */
export function HourBars({ groups }: { readonly groups: readonly LetterGroup[] }) {
  const t = useTexts(letterTexts);
  const part = useTexts(partTexts);
  const formats = useFormats();
  const bars = hourBars(groups);
  const first = bars[0];
  const last = bars.at(-1);
  if (first === undefined || last === undefined) return null;
  const most = Math.max(...bars.map(({ count }) => count));
  const label = `${part('perHour')}: ${bars
    .filter(({ count }) => count > 0)
    .slice(-24)
    .map(({ hour, count }) => `${formats.dateTime(hour)} – ${formats.number(count)}`)
    .join('; ')}`;
  return (
    <Stack gap={4}>
      <Group justify="space-between" align="baseline">
        <Title order={2} size="h4">
          {t('perHour')}
        </Title>
        <Text size="sm" c="dimmed">
          {part('perHour')}, ≤ {formats.number(most)}
        </Text>
      </Group>
      <svg
        className={classes.bars}
        viewBox={`0 0 ${bars.length} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={label}
      >
        {bars.map(({ hour, count }, at) => {
          // One refusal among thousands is still seen.
          const height = count === 0 ? 0 : Math.max(2, (count / most) * (HEIGHT - 2));
          return (
            <rect key={hour} className={classes.bar} x={at + 0.08} width={0.84} y={HEIGHT - height} height={height}>
              <title>{`${formats.dateTime(hour)}: ${formats.number(count)}`}</title>
            </rect>
          );
        })}
        <line
          className={classes.axis}
          x1={0}
          x2={bars.length}
          y1={HEIGHT}
          y2={HEIGHT}
          vectorEffect="non-scaling-stroke"
        />
      </svg>
      <Group justify="space-between">
        <Text size="xs" c="dimmed">
          {formats.dateTime(first.hour)}
        </Text>
        <Text size="xs" c="dimmed">
          {formats.dateTime(last.hour)}
        </Text>
      </Group>
    </Stack>
  );
}
