import { Button, Group, Menu, Text, VisuallyHidden } from '@mantine/core';
import {
  IconBrandTypescript,
  IconChevronDown,
  IconCopy,
  IconDownload,
  IconLink,
  IconTerminal2,
} from '@tabler/icons-react';
import { useState } from 'react';
import type { ChartData } from '../../../charts/chart-data';
import { csvName, toCsv } from '../../../charts/csv';
import { useTexts } from '../../../i18n/use-texts';
import { useNames } from '../../../view-state/pickers/use-names';
import type { Question } from '../../../view-state/question/question';
import { asCurl, asTypeScript } from '../../../view-state/question/snippets';
import { explorerTexts } from '../texts';

interface TakeAwayProps {
  readonly question: Question;
  readonly data: ChartData | undefined;
}

/** What is seen as a file, and how to get it again: by link, by command, by program. */
export function TakeAway({ question, data }: TakeAwayProps) {
  const t = useTexts(explorerTexts);
  const [said, setSaid] = useState('');
  const copy = (what: string, text: string) =>
    void navigator.clipboard.writeText(text).then(
      () => setSaid(t('copied', { what })),
      () => setSaid(t('copyFailed')),
    );
  return (
    <Group gap="xs">
      {/* While it says nothing it takes no room, its gap included. */}
      <Text
        size="sm"
        c="dimmed"
        role="status"
        mr={said === '' ? 'calc(-1 * var(--mantine-spacing-xs))' : 0}
        data-copied={said === '' ? undefined : true}
      >
        {said}
      </Text>
      <SaveCsv data={data} />
      <Menu position="bottom-end" withinPortal>
        <Menu.Target>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconCopy size={14} />}
            rightSection={<IconChevronDown size={14} />}
          >
            {t('copy')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconLink size={16} />} onClick={() => copy(t('copyLink'), location.href)}>
            {t('copyLink')}
          </Menu.Item>
          <Menu.Item leftSection={<IconTerminal2 size={16} />} onClick={() => copy(t('copyCurl'), asCurl(question))}>
            {t('copyCurl')}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconBrandTypescript size={16} />}
            onClick={() => copy(t('copyTypeScript'), asTypeScript(question))}
          >
            {t('copyTypeScript')}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </Group>
  );
}

function SaveCsv({ data }: Pick<TakeAwayProps, 'data'>) {
  const t = useTexts(explorerTexts);
  const games = data?.series.flatMap(({ dimensions }) => dimensions['game_id'] ?? []) ?? [];
  const nameOf = useNames(games.filter((id) => id !== '' && id !== '__other__'));
  const save = () => {
    if (data === undefined) return;
    const address = URL.createObjectURL(new Blob([toCsv(data, nameOf)], { type: 'text/csv;charset=utf-8' }));
    const link = Object.assign(document.createElement('a'), { href: address, download: csvName(data) });
    link.click();
    URL.revokeObjectURL(address);
  };
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconDownload size={14} />}
      disabled={data === undefined || data.isEmpty}
      onClick={save}
    >
      {t('csv')}
      {data !== undefined && <VisuallyHidden>{` ${csvName(data)}`}</VisuallyHidden>}
    </Button>
  );
}
