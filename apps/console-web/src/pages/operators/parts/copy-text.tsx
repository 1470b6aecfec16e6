import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTexts } from '../../../i18n/use-texts';
import { partTexts } from './texts';

/** `what`: said to those who do not see what the button stands beside. */
export function CopyText({ text, what }: { readonly text: string; readonly what?: string }) {
  const t = useTexts(partTexts);
  const { copied, copy } = useClipboard({ timeout: 2_000 });
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<Icon size={14} aria-hidden />}
      onClick={() => copy(text)}
      aria-label={what === undefined ? undefined : `${copied ? t('copied') : t('copy')}: ${what}`}
    >
      {copied ? t('copied') : t('copy')}
    </Button>
  );
}
