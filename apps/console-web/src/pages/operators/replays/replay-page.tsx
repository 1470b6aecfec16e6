import { Group, Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { useFormats } from '../../../format/use-formats';
import { useTexts } from '../../../i18n/use-texts';
import { replayOf } from '../api/questions';
import type { Replay } from '../api/records';
import { ChoiceWords } from '../filter/choice-words';
import { searchOfChoice } from '../filter/letter-filter';
import { Facts } from '../parts/facts';
import { ButtonLink } from '../parts/links';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { PatchSteps } from '../patch-editor/patch-preview';
import { PreviewedRecords } from './previewed-records';
import { isOver } from './replay-actions';
import { ReplayCommands } from './replay-commands';
import { ReplayNumbers } from './replay-numbers';
import { replayTexts } from './texts';

const route = getRouteApi('/operators/replays/$id');
const PREVIEWED = 5;

/** One replay: how far it is, what it changes, who asked and who approved, and what can be done with it now. */
export function ReplayPage() {
  const t = useTexts(replayTexts);
  const { id } = route.useParams();
  const replay = useQuery(replayOf(id));
  return (
    <Page title={replay.data?.data.dry_run === true ? t('dryRunTitle') : t('oneTitle')}>
      <Answered query={replay} height={640}>
        {({ data }) => <Told replay={data} />}
      </Answered>
    </Page>
  );
}

function Told({ replay }: { readonly replay: Replay }) {
  const t = useTexts(replayTexts);
  const isLeft = isOver(replay.status) && !replay.dry_run && replay.failed_again + replay.skipped > 0;
  return (
    <Stack gap="lg" data-replay={replay.id} data-status={replay.status}>
      <Group gap="sm">
        <StatusBadge status={replay.status} />
        <Text c="dimmed">{replay.patch === null ? t('withoutPatch') : t('withPatch')}</Text>
      </Group>
      <ReplayCommands replay={replay} />
      <Paper withBorder p="md">
        <ReplayNumbers replay={replay} />
      </Paper>
      {isOver(replay.status) && !replay.dry_run && (
        <Group gap="sm">
          <ButtonLink
            variant="default"
            to="/operators/dlq/records"
            search={{ ...searchOfChoice(replay.filter), ids: undefined, status: 'resolved' }}
          >
            {t('showRecords')}
          </ButtonLink>
          {isLeft && (
            <ButtonLink to="/operators/replays/new" search={{ ...searchOfChoice(replay.filter), how: 'form' }}>
              {t('again')}
            </ButtonLink>
          )}
        </Group>
      )}
      <Paper withBorder p="md">
        <Stack gap="md">
          <ChoiceWords choice={replay.filter} />
          <Who replay={replay} />
        </Stack>
      </Paper>
      {replay.patch !== null && (
        <Stack gap="md">
          <Title order={2} size="h4">
            {t('patch')}
          </Title>
          <PatchSteps steps={replay.patch} />
          <PreviewedRecords id={replay.id} most={PREVIEWED} />
        </Stack>
      )}
    </Stack>
  );
}

function Who({ replay }: { readonly replay: Replay }) {
  const t = useTexts(replayTexts);
  const formats = useFormats();
  const needsApproval = replay.patch !== null && !replay.dry_run;
  return (
    <Facts
      facts={[
        [t('requestedBy'), replay.requested_by],
        [t('requestedAt'), <When key="asked" at={replay.requested_at} />],
        [t('approvedBy'), needsApproval ? (replay.approved_by ?? '–') : t('notApproved')],
        [t('started'), <When key="started" at={replay.started_at} />],
        [t('finished'), <When key="finished" at={replay.finished_at} />],
        [t('rate'), formats.number(replay.rate_limit_per_second)],
      ]}
    />
  );
}
