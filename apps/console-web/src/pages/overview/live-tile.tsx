import type { RealtimeAnswer } from '@analytics/contracts';
import { Anchor } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { api } from '../../api/api-client';
import { ApiError } from '../../api/api-error';
import { NumberTile } from '../../components/number-tile';
import { useFormats } from '../../format/use-formats';
import { useTexts } from '../../i18n/use-texts';
import { overviewTexts } from './texts';

const EVERY_MS = 5_000;

/** How many play at this moment; of the whole store, so filters do not touch it. */
export function LiveTile({ zone }: { readonly zone: string }) {
  const t = useTexts(overviewTexts);
  const formats = useFormats();
  const { data, error } = useQuery({
    queryKey: ['realtime', 'playing_now'],
    refetchInterval: EVERY_MS,
    queryFn: ({ signal }) =>
      api.get<RealtimeAnswer>('/metrics/realtime', { query: { names: 'playing_now', window: '5m' }, signal }),
  });
  const at = data && formats.time(data.meta.as_of, zone);
  const reason = error instanceof ApiError ? error.title || error.code : String(error);
  const note = at === undefined ? undefined : t(data?.meta.stale === true ? 'staleAsOf' : 'asOf', { at });
  return (
    <NumberTile
      metric="playing_now"
      label={t('playing_now')}
      value={error !== null && data === undefined ? null : data?.data[0]?.value}
      unit="people"
      note={error === null ? note : t('failed', { reason })}
    >
      <Anchor size="xs" mt="auto" renderRoot={(props) => <Link to="/live" {...props} />}>
        {t('open')}
      </Anchor>
    </NumberTile>
  );
}
