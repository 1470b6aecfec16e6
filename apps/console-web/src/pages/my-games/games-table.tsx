import type { MetricNumber, MetricValuesAnswer } from '@analytics/contracts';
import { Table, Text, Tooltip } from '@mantine/core';
import { useGameTitles } from '../../api/games';
import { NO_VALUE } from '../../format/formats';
import { useFormats } from '../../format/use-formats';
import { useTexts } from '../../i18n/use-texts';
import classes from './my-games.module.css';
import { GAME_METRICS, type GameMetric, type GameRow } from './sales';
import { myGamesTexts } from './texts';
import { useOpenWindows } from './use-open-windows';

interface GamesTableProps {
  readonly rows: readonly GameRow[];
  readonly answers: Readonly<Partial<Record<GameMetric, MetricValuesAnswer>>>;
}

/** Game by game; on a narrow screen it is moved sideways, with the titles staying where they are. */
export function GamesTable({ rows, answers }: GamesTableProps) {
  const t = useTexts(myGamesTexts);
  const openWindowDays = useOpenWindows();
  const titleOf = useGameTitles(rows.map(({ gameId }) => gameId));
  return (
    <Table.ScrollContainer minWidth={1_000} tabIndex={0} role="region" aria-label={t('byGame')}>
      <Table striped highlightOnHover withTableBorder horizontalSpacing={6} className={classes['table']}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th className={classes['title']}>{t('game')}</Table.Th>
            {GAME_METRICS.map((metric) => (
              <Table.Th key={metric} className={classes['number']}>
                {t(metric)}
                {openWindowDays(metric, answers[metric]) > 0 && (
                  <Text size="xs" c="dimmed" fw={400}>
                    {t('notFinal')}
                  </Text>
                )}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ gameId, values }) => (
            <Table.Tr key={gameId} data-game={gameId}>
              <Table.Th scope="row" className={classes['title']}>
                {titleOf(gameId)}
              </Table.Th>
              {GAME_METRICS.map((metric) => (
                <Table.Td key={metric} className={classes['number']}>
                  <Value number={values[metric]} unit={answers[metric]?.data.unit ?? 'count'} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

/** Nothing of a game is a zero where nothing happened, a dash where it cannot be told. */
function Value({ number, unit }: { readonly number: MetricNumber | undefined; readonly unit: string }) {
  const t = useTexts(myGamesTexts);
  const formats = useFormats();
  if (number?.suppressed) {
    return (
      <Tooltip label={t('hidden')} multiline maw={280}>
        <Text component="span" size="sm" tabIndex={0}>
          {NO_VALUE}
        </Text>
      </Tooltip>
    );
  }
  return <>{formats.value(number?.value, unit)}</>;
}
