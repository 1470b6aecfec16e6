import { Button, Group, Paper, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { useTexts } from '../../../i18n/use-texts';
import type { Pipeline } from '../api/operations';
import { pipelinesQuery } from '../api/questions';
import { ButtonLink, TextLink } from '../parts/links';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { RunDialog } from './run-dialog';
import { pipelineTexts } from './texts';

/** The pipelines with their newest runs. */
export function PipelinesPage() {
  const t = useTexts(pipelineTexts);
  const navigate = useNavigate();
  const pipelines = useQuery(pipelinesQuery);
  const [wanted, setWanted] = useState<Pipeline>();
  return (
    <Page title={t('title')} description={t('lead')}>
      <Answered query={pipelines} height={480}>
        {({ data }) => (
          <SimpleGrid cols={{ base: 1, sm: 2, xl: 3 }}>
            {data.map((pipeline) => (
              <PipelineCard key={pipeline.name} pipeline={pipeline} onRun={() => setWanted(pipeline)} />
            ))}
          </SimpleGrid>
        )}
      </Answered>
      {wanted !== undefined && (
        <RunDialog
          pipeline={wanted}
          onClose={() => setWanted(undefined)}
          onAsked={() => void navigate({ to: '/operators/pipelines/$name', params: { name: wanted.name } })}
        />
      )}
    </Page>
  );
}

function PipelineCard({ pipeline, onRun }: { readonly pipeline: Pipeline; readonly onRun: () => void }) {
  const t = useTexts(pipelineTexts);
  const { name, description, last_run: last } = pipeline;
  return (
    <Paper withBorder p="md" data-pipeline={name}>
      <Stack gap="sm" h="100%">
        <Stack gap={4}>
          <Title order={2} size="h4">
            {name}
          </Title>
          <Text c="dimmed">{description}</Text>
        </Stack>
        <Group gap="xs" mt="auto">
          <Text size="sm">{t('lastRun')}:</Text>
          {last === null ? (
            <Text size="sm">{t('never')}</Text>
          ) : (
            <>
              <StatusBadge status={last.status} />
              <Text size="sm">
                <TextLink to="/operators/pipelines/$name/$id" params={{ name, id: last.id }}>
                  <When at={last.requested_at} />
                </TextLink>
              </Text>
            </>
          )}
        </Group>
        <Group gap="xs">
          <Button onClick={onRun}>{t('run')}</Button>
          <ButtonLink variant="default" to="/operators/pipelines/$name" params={{ name }}>
            {t('runs')}
          </ButtonLink>
        </Group>
      </Stack>
    </Paper>
  );
}
