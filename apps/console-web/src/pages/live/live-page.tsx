import { Group, SegmentedControl, Text } from '@mantine/core';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../components/page';
import { NumberTile } from '../../components/number-tile';
import { ErrorState } from '../../components/states/error-state';
import { StaleNotice } from '../../components/states/notices';
import { useFormats } from '../../format/use-formats';
import { useTexts } from '../../i18n/use-texts';
import classes from './live.module.css';
import { LIVE_NAMES, LIVE_UNITS, LIVE_WINDOWS, type LiveWindow } from './live-numbers';
import type { LiveState } from './live-stream';
import { EventRates, TopGames } from './rankings';
import { liveTexts } from './texts';
import { useLive } from './use-live';

const route = getRouteApi('/live');

/** What happens in the store at this moment. */
export function LivePage() {
  const t = useTexts(liveTexts);
  const { window } = route.useSearch();
  const navigate = route.useNavigate();
  const live = useLive(window);
  const choose = (next: string) => void navigate({ search: { window: next as LiveWindow }, replace: true });
  return (
    <Page
      title={t('title')}
      description={<Standing live={live} />}
      actions={
        <SegmentedControl
          aria-label={t('window')}
          value={window}
          onChange={choose}
          data={LIVE_WINDOWS.map((value) => ({ value, label: t(`window_${value}`) }))}
        />
      }
    >
      <Trouble live={live} />
      <div className={classes['tiles']}>
        {LIVE_NAMES.map((name) => (
          <NumberTile
            key={name}
            metric={name}
            label={t(name)}
            unit={LIVE_UNITS[name]}
            value={live.numbers.asOf === undefined ? undefined : (live.numbers.values[name] ?? null)}
          />
        ))}
      </div>
      <div className={classes['rankings']}>
        <EventRates window={window} />
        <TopGames window={window} />
      </div>
    </Page>
  );
}

function Standing({ live: { connection, numbers } }: { readonly live: LiveState }) {
  const t = useTexts(liveTexts);
  const formats = useFormats();
  return (
    <Group component="span" gap={8}>
      <span className={classes['dot']} data-connection={connection} aria-hidden />
      <Text component="span" aria-live="polite">
        {t(connection)}
      </Text>
      {numbers.asOf !== undefined && (
        <Text component="span" data-as-of={numbers.asOf}>
          {t('asOf', { at: formats.time(numbers.asOf) })}
        </Text>
      )}
    </Group>
  );
}

function Trouble({ live: { connection, numbers, error } }: { readonly live: LiveState }) {
  const t = useTexts(liveTexts);
  if (connection === 'lost' && numbers.asOf === undefined && error !== undefined) return <ErrorState error={error} />;
  if (connection === 'lost') return <StaleNotice advice={t('lostAdvice')} />;
  return numbers.isStale ? <StaleNotice advice={t('staleAdvice')} /> : null;
}
