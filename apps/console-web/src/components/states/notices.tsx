import { Alert } from '@mantine/core';
import { IconClockPause, IconScissors } from '@tabler/icons-react';
import { useFormats } from '../../format/use-formats';
import { useTexts } from '../../i18n/use-texts';
import { stateTexts } from './texts';

interface StaleNoticeProps {
  /** Instant up to which the numbers know events. */
  readonly watermark?: string | null;
  readonly timezone?: string;
  /** Words of the page, where "the warehouse" is not what is away. */
  readonly advice?: string;
}

/** Above numbers that are older than they should be. */
export function StaleNotice({ watermark, timezone, advice }: StaleNoticeProps) {
  const t = useTexts(stateTexts);
  const formats = useFormats();
  const when = watermark ? t('staleWhen', { at: formats.dateTime(watermark, timezone) }) : '';
  return (
    <Alert color="yellow" icon={<IconClockPause />} title={t('staleTitle')} data-state="stale" role="status">
      {advice ?? t('staleAdvice', { when })}
    </Alert>
  );
}

/** Beside numbers of which only the largest are shown. */
export function TruncatedNotice({ advice }: { readonly advice?: string }) {
  const t = useTexts(stateTexts);
  return (
    <Alert color="blue" icon={<IconScissors />} title={t('truncatedTitle')} data-state="truncated" role="status">
      {advice ?? t('truncatedAdvice')}
    </Alert>
  );
}
