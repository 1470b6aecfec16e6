import { Group, List, Progress, Stack, Text } from '@mantine/core';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import type { Replay } from '../api/records';
import { reasonTexts } from '../words/reason-texts';
import { useWords } from '../words/use-words';
import { progressOf } from './replay-actions';
import { replayTexts } from './texts';

/** How far a replay is, in numbers and as a bar, and why some of it did not pass. */
export function ReplayNumbers({ replay }: { readonly replay: Replay }) {
  const t = useTexts(replayTexts);
  const formats = useFormats();
  const { succeeded, failedAgain, skipped, waiting, percent } = progressOf(replay);
  const share = (count: number) => (replay.selected === 0 ? 0 : (count / replay.selected) * 100);
  const numbers = [
    ['selected', t('selected'), replay.selected],
    ['succeeded', replay.dry_run ? t('wouldPass') : t('succeeded'), succeeded],
    ['failed_again', replay.dry_run ? t('wouldFail') : t('failedAgain'), failedAgain],
    ['skipped', t('skipped'), skipped],
    ['waiting', t('waiting'), waiting],
  ] as const;
  return (
    <Stack gap="sm">
      <Progress.Root size="lg" aria-label={t('progress', { percent })}>
        <Progress.Section value={share(succeeded)} color="green.8" aria-label={numbers[1][1]} />
        <Progress.Section value={share(failedAgain)} color="red.8" aria-label={numbers[2][1]} />
        <Progress.Section value={share(skipped)} color="gray.6" aria-label={numbers[3][1]} />
      </Progress.Root>
      <Group gap="xl">
        {numbers.map(([name, label, count]) => (
          <Stack key={name} gap={0} data-metric={name} data-value={count}>
            <Text size="sm" c="dimmed">
              {label}
            </Text>
            <Text fw={650} size="lg">
              {formats.number(count)}
            </Text>
          </Stack>
        ))}
      </Group>
      <Reasons title={t('reasonsFailed')} counts={replay.failed_by_reason} />
      <Reasons title={t('reasonsSkipped')} counts={replay.skipped_by_reason} />
    </Stack>
  );
}

function Reasons({ title, counts }: { readonly title: string; readonly counts: Readonly<Record<string, number>> }) {
  const formats = useFormats();
  const reason = useWords(reasonTexts);
  const sorted = Object.entries(counts).sort(([, one], [, other]) => other - one);
  if (sorted.length === 0) return null;
  return (
    <Stack gap={2}>
      <Text fw={600} size="sm">
        {title}
      </Text>
      <List size="sm">
        {sorted.map(([code, count]) => (
          <List.Item key={code}>
            {reason(code)}: {formats.number(count)}
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}
