import { Group } from '@mantine/core';
import { useTexts } from '../../../i18n/use-texts';
import { ButtonLink } from './links';
import { partTexts } from './texts';

interface PagerProps {
  /** Where the page shown begins; undefined on the first one. */
  readonly cursor: string | undefined;
  readonly next: string | null;
}

/** Forward by cursor, back by the browser or to the beginning: the list lives in the address. */
export function Pager({ cursor, next }: PagerProps) {
  const t = useTexts(partTexts);
  if (cursor === undefined && next === null) return null;
  const at = (place: string | undefined) => (search: object) => ({ ...search, cursor: place });
  return (
    <Group component="nav" aria-label={t('pages')} gap="xs">
      {cursor !== undefined && (
        <ButtonLink variant="default" to="." search={at(undefined) as never}>
          {t('firstPage')}
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink variant="default" to="." search={at(next) as never}>
          {t('nextPage')}
        </ButtonLink>
      )}
    </Group>
  );
}
