import { Group, Text } from '@mantine/core';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import { letterTexts } from '../dead-letters/texts';
import { reasonTexts, statusTexts } from '../words/reason-texts';
import { useWords } from '../words/use-words';
import { idsIn, searchOfChoice } from './letter-filter';

/** Which records a replay is for, condition by condition. */
export function ChoiceWords({ choice }: { readonly choice: Readonly<Record<string, unknown>> }) {
  const t = useTexts(letterTexts);
  const formats = useFormats();
  const reason = useWords(reasonTexts);
  const status = useWords(statusTexts);
  const { ids, ...filter } = searchOfChoice(choice);
  if (ids !== undefined) return <Text>{t('chosen', { count: idsIn(ids).length })}</Text>;
  const words = {
    reason,
    stage: status,
    from: (at: string) => formats.dateTime(at),
    until: (at: string) => formats.dateTime(at),
  };
  return (
    <Group gap="md">
      {Object.entries(filter).map(([name, value]) => (
        <Text key={name} component="span">
          <Text component="span" c="dimmed">
            {t(name as 'reason')}:
          </Text>{' '}
          {words[name as keyof typeof words]?.(value) ?? value}
        </Text>
      ))}
    </Group>
  );
}
