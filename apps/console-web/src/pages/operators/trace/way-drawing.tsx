import { Group, Paper, Stack, Text, ThemeIcon } from '@mantine/core';
import { IconCheck, IconClock, IconMinus, IconX } from '@tabler/icons-react';
import { useTexts } from '../../../i18n/use-texts';
import type { TraceStage } from '../api/operations';
import { TextLink } from '../parts/links';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { reasonTexts } from '../words/reason-texts';
import { useWords } from '../words/use-words';
import { traceTexts } from './texts';
import type { Station, StationState, Way } from './trace-way';
import classes from './way-drawing.module.css';

const LOOKS: Readonly<Record<StationState, { readonly icon: typeof IconCheck; readonly color: string }>> = {
  done: { icon: IconCheck, color: 'green.8' },
  ahead: { icon: IconClock, color: 'blue.8' },
  not_reached: { icon: IconMinus, color: 'gray.7' },
};

/** The stations in a row, or one below the other on a narrow screen; refusals branch off below them. */
export function WayDrawing({ way }: { readonly way: Way }) {
  const t = useTexts(traceTexts);
  return (
    <Stack gap="md">
      <ol className={classes.way} aria-label={t('way')}>
        {way.stations.map((station) => (
          <li key={station.name} className={classes.station} data-station={station.name} data-state={station.state}>
            <StationCard station={station} />
          </li>
        ))}
      </ol>
      {way.letters.map((letter) => (
        <Refusal key={letter.dlq_id} letter={letter} />
      ))}
    </Stack>
  );
}

function StationCard({ station: { name, state, visits } }: { readonly station: Station }) {
  const t = useTexts(traceTexts);
  const { icon: Icon, color } = LOOKS[state];
  return (
    <Paper withBorder p="md" h="100%" className={classes[state]}>
      <Group gap="xs" wrap="nowrap">
        <ThemeIcon radius="xl" color={color} aria-hidden>
          <Icon size={16} />
        </ThemeIcon>
        <Text fw={650}>{t(name)}</Text>
      </Group>
      <Text size="sm" c="dimmed">
        {t(state)}
        {visits.length > 1 && `, ${t('visits', { count: visits.length })}`}
      </Text>
      <Stack gap="xs" mt="xs">
        {state === 'done' && visits.length === 0 && <Text size="sm">{t('forgotten')}</Text>}
        {visits.map((visit, at) => (
          <Visit key={at} visit={visit} />
        ))}
      </Stack>
    </Paper>
  );
}

function Visit({ visit: { at, topic, partition, offset, file, table } }: { readonly visit: TraceStage }) {
  const t = useTexts(traceTexts);
  return (
    <Text size="sm" component="div" className={classes.visit}>
      {at !== null && (
        <div>
          <When at={at} />
        </div>
      )}
      {topic !== undefined && <div>{topic}</div>}
      {partition !== undefined && offset !== undefined && <div>{t('place', { partition, offset })}</div>}
      {file !== undefined && <div>{`${t('file')}: ${file}`}</div>}
      {table !== undefined && <div>{`${t('table')}: ${table}`}</div>}
    </Text>
  );
}

function Refusal({ letter }: { readonly letter: TraceStage }) {
  const t = useTexts(traceTexts);
  const reason = useWords(reasonTexts);
  return (
    <Paper withBorder p="md" className={classes.refusal} data-station="dlq" data-state={letter.status}>
      <Group gap="sm">
        <ThemeIcon radius="xl" color="red.8" aria-hidden>
          <IconX size={16} />
        </ThemeIcon>
        <Text fw={650}>
          {t('dlq')}: {reason(letter.reason ?? '')}
        </Text>
        {letter.status !== undefined && <StatusBadge status={letter.status} />}
        <Text size="sm">
          <When at={letter.at} />
        </Text>
        {letter.dlq_id !== undefined && (
          <TextLink to="/operators/records/$id" params={{ id: letter.dlq_id }}>
            {t('openRecord')}
          </TextLink>
        )}
      </Group>
    </Paper>
  );
}
