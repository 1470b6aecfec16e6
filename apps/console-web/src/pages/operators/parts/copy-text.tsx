import { Button } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { useTexts } from '../../../i18n/use-texts';
import { partTexts } from './texts';

export function CopyText({ text, label }: { readonly text: string; readonly label?: string }) {
  const t = useTexts(partTexts);
  const { copied, copy } = useClipboard({ timeout: 2_000 });
  const Icon = copied ? IconCheck : IconCopy;
  return (
    <Button
      variant="default"
      size="compact-sm"
      leftSection={<Icon size={14} aria-hidden />}
      onClick={() => copy(text)}
      aria-label={label}
    >
      {copied ? t('copied') : t('copy')}
    </Button>
  );
}
