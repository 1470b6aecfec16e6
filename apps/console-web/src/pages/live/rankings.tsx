import type { RealtimePlace } from '@analytics/contracts';
import { Group, NativeSelect, Paper, Stack, Title } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useGameTitles } from '../../api/games';
import { Answered } from '../../components/states/answered';
import { EmptyState } from '../../components/states/empty-state';
import { useFormats } from '../../format/use-formats';
import { useTexts } from '../../i18n/use-texts';
import { type LiveWindow, WINDOW_SECONDS } from './live-numbers';
import { type Place, RankingList } from './ranking-list';
import { liveTexts } from './texts';
import { useRanking } from './use-live';

const GAME_RANKINGS = ['page_views', 'revenue', 'players'] as const;
type GameRanking = (typeof GAME_RANKINGS)[number];

const LEAST_RATE = 0.01;

export function TopGames({ window }: { readonly window: LiveWindow }) {
  const t = useTexts(liveTexts);
  const formats = useFormats();
  const [by, setBy] = useState<GameRanking>('page_views');
  const query = useRanking({ of: 'game_id', by }, window);
  const titleOf = useGameTitles(query.data?.data.flatMap(({ game_id: id }) => (id === undefined ? [] : [id])) ?? []);
  const placeOf = ({ game_id: id = '', value }: RealtimePlace): Place => ({
    key: id,
    name: titleOf(id),
    value,
    shown: formats.value(value, by === 'revenue' ? 'RUB' : 'count'),
  });
  return (
    <Card
      title={t('topGames')}
      control={
        <NativeSelect
          size="xs"
          aria-label={t('rankedBy')}
          value={by}
          onChange={(event) => setBy(event.currentTarget.value as GameRanking)}
          data={GAME_RANKINGS.map((value) => ({ value, label: t(value) }))}
        />
      }
    >
      <Answered query={query} height={320}>
        {({ data }) => <Places places={data.map(placeOf)} label={t('topGames')} />}
      </Answered>
    </Card>
  );
}

export function EventRates({ window }: { readonly window: LiveWindow }) {
  const t = useTexts(liveTexts);
  const formats = useFormats();
  const query = useRanking({ of: 'event_type', by: 'events' }, window);
  // Something that came is never told as nothing.
  const rateOf = (rate: number) => (rate < LEAST_RATE ? `< ${formats.number(LEAST_RATE)}` : formats.number(rate));
  const placeOf = ({ event_type: type = '', value }: RealtimePlace): Place => ({
    key: type,
    name: type.replace(/^com\.platform\./, ''),
    value,
    shown: t('perSecond', { rate: rateOf(value / WINDOW_SECONDS[window]) }),
  });
  return (
    <Card title={t('eventRates')}>
      <Answered query={query} height={320}>
        {({ data }) => <Places places={data.map(placeOf)} label={t('eventRates')} />}
      </Answered>
    </Card>
  );
}

function Places({ places, label }: { readonly places: readonly Place[]; readonly label: string }) {
  const t = useTexts(liveTexts);
  if (places.length === 0) return <EmptyState title={t('quietTitle')} advice={t('quietAdvice')} />;
  return <RankingList places={places} label={label} />;
}

interface CardProps {
  readonly title: string;
  readonly control?: ReactNode;
  readonly children: ReactNode;
}

function Card({ title, control, children }: CardProps) {
  return (
    <Paper withBorder p="md" component="section">
      <Stack gap="md">
        <Group justify="space-between" mih={30}>
          <Title order={2} size="h4">
            {title}
          </Title>
          {control}
        </Group>
        {children}
      </Stack>
    </Paper>
  );
}
