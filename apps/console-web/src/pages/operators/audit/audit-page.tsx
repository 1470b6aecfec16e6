import { Alert, Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { useTexts } from '../../../i18n/use-texts';
import type { AuditVerdict } from '../api/operations';
import { auditOf } from '../api/questions';
import type { Answer } from '../api/records';
import { useCommand } from '../api/use-command';
import { Failure } from '../parts/failure';
import { Pager } from '../parts/pager';
import { AuditFilter } from './audit-filter';
import { AuditRows } from './audit-rows';
import { auditTexts } from './texts';

const route = getRouteApi('/operators/audit');

/** Who did what, and whether the log is as it was written. */
export function AuditPage() {
  const t = useTexts(auditTexts);
  const { cursor, ...filter } = route.useSearch();
  const rows = useQuery(auditOf({ ...filter, cursor }));
  const verify = useCommand<Answer<AuditVerdict>>();
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={
        <Button variant="default" loading={verify.isPending} onClick={() => verify.mutate({ path: '/audit/verify' })}>
          {t('verify')}
        </Button>
      }
    >
      <Failure error={verify.error} />
      {verify.data !== undefined && <Verdict verdict={verify.data.data} />}
      <AuditFilter key={JSON.stringify(filter)} filter={filter} />
      <Answered query={rows} height={480}>
        {({ data, meta }) =>
          data.length === 0 ? (
            <Nothing isFiltered={Object.values(filter).some((each) => each !== undefined)} />
          ) : (
            <Stack gap="md">
              <AuditRows rows={data} />
              <Pager cursor={cursor} next={meta.next_cursor} />
            </Stack>
          )
        }
      </Answered>
    </Page>
  );
}

function Nothing({ isFiltered }: { readonly isFiltered: boolean }) {
  const t = useTexts(auditTexts);
  return isFiltered ? (
    <EmptyState title={t('emptyTitle')} advice={t('emptyAdvice')} />
  ) : (
    <EmptyState title={t('noneTitle')} advice={t('noneAdvice')} />
  );
}

function Verdict({ verdict: { intact, rows, first_broken: broken } }: { readonly verdict: AuditVerdict }) {
  const t = useTexts(auditTexts);
  return intact ? (
    <Alert color="green" title={t('intact', { count: rows })} role="status" data-intact="true">
      <Text size="sm">{t('intactText')}</Text>
    </Alert>
  ) : (
    <Alert color="red" title={t('broken', { place: broken ?? '?' })} role="alert" data-intact="false">
      <Text size="sm">{t('brokenText')}</Text>
    </Alert>
  );
}
