import { Skeleton, Stack, VisuallyHidden } from '@mantine/core';
import { useTexts } from '../../i18n/use-texts';
import { stateTexts } from './texts';

/** Holds the place of what comes, at its height, so that nothing jumps when it is there. */
export function LoadingState({ height = 240, rows = 1 }: { readonly height?: number; readonly rows?: number }) {
  const t = useTexts(stateTexts);
  return (
    <Stack gap="sm" data-state="loading" role="status" aria-busy>
      <VisuallyHidden>{t('loading')}</VisuallyHidden>
      {Array.from({ length: rows }, (_, row) => (
        <Skeleton key={row} height={height / rows} radius="md" />
      ))}
    </Stack>
  );
}
