import { Button, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { Page } from '../../../components/page';
import { Answered } from '../../../components/states/answered';
import { EmptyState } from '../../../components/states/empty-state';
import { useTexts } from '../../../i18n/use-texts';
import { writeKeysOf } from '../api/questions';
import type { WriteKey } from '../api/records';
import { Pager } from '../parts/pager';
import classes from '../parts/parts.module.css';
import { RowsTable } from '../parts/rows-table';
import { StatusBadge } from '../parts/status-badge';
import { When } from '../parts/when';
import { CreateKeyDialog } from './create-key-dialog';
import { RevokeDialog, RotateDialog } from './key-dialogs';
import { SecretDialog } from './secret-dialog';
import { keyTexts } from './texts';

const route = getRouteApi('/operators/write-keys');

type Doing = { readonly what: 'create' } | { readonly what: 'rotate' | 'revoke'; readonly key: WriteKey };

/** The keys of senders; a secret is seen once, when it is made. */
export function WriteKeysPage() {
  const t = useTexts(keyTexts);
  const { cursor } = route.useSearch();
  const keys = useQuery(writeKeysOf({ cursor }));
  const [doing, setDoing] = useState<Doing>();
  const [secret, setSecret] = useState<string>();
  const close = () => setDoing(undefined);
  const made = (fresh: string) => {
    close();
    setSecret(fresh);
  };
  return (
    <Page
      title={t('title')}
      description={t('lead')}
      actions={<Button onClick={() => setDoing({ what: 'create' })}>{t('create')}</Button>}
    >
      <Answered query={keys} height={360}>
        {({ data, meta }) =>
          data.length === 0 ? (
            <EmptyState title={t('emptyTitle')} advice={t('emptyAdvice')} />
          ) : (
            <Stack gap="md">
              <Keys keys={data} onDo={setDoing} />
              <Pager cursor={cursor} next={meta.next_cursor} />
            </Stack>
          )
        }
      </Answered>
      {doing?.what === 'create' && <CreateKeyDialog onClose={close} onMade={made} />}
      {doing?.what === 'rotate' && <RotateDialog writeKey={doing.key} onClose={close} onMade={made} />}
      {doing?.what === 'revoke' && <RevokeDialog writeKey={doing.key} onClose={close} />}
      {secret !== undefined && <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
    </Page>
  );
}

function Keys({ keys, onDo }: { readonly keys: readonly WriteKey[]; readonly onDo: (doing: Doing) => void }) {
  const t = useTexts(keyTexts);
  return (
    <RowsTable
      label={t('table')}
      minWidth={920}
      rows={keys}
      keyOf={({ id }) => id}
      attributesOf={({ id, status }) => ({ 'data-key': id, 'data-status': status })}
      columns={[
        { title: t('name'), cell: ({ name }) => name },
        { title: t('prefix'), cell: ({ prefix }) => <Text ff="monospace">{prefix}…</Text> },
        { title: t('status'), cell: ({ status }) => <StatusBadge status={status} /> },
        { title: t('scope'), kind: 'long', cell: (key) => <Scope writeKey={key} /> },
        { title: t('created'), kind: 'when', cell: ({ created_at: at }) => <When at={at} /> },
        {
          title: t('actions'),
          cell: (key) =>
            key.status === 'live' && (
              <Group gap="xs" className={classes.actions}>
                <Button size="compact-sm" variant="default" onClick={() => onDo({ what: 'rotate', key })}>
                  {t('rotate')}
                </Button>
                <Button size="compact-sm" variant="default" onClick={() => onDo({ what: 'revoke', key })}>
                  {t('revoke')}
                </Button>
              </Group>
            ),
        },
      ]}
    />
  );
}

function Scope({ writeKey }: { readonly writeKey: WriteKey }) {
  const t = useTexts(keyTexts);
  const any = (names: readonly string[]) => (names.length === 0 ? t('any') : names.join(', '));
  return (
    <Text size="sm" component="div">
      <div>
        {t('sources')}: {any(writeKey.sources)}
      </div>
      <div>
        {t('types')}: {any(writeKey.types)}
      </div>
      {writeKey.allowed_origins.length > 0 && (
        <div>
          {t('origins')}: {writeKey.allowed_origins.join(', ')}
        </div>
      )}
      {writeKey.imports && <div>{t('imports')}</div>}
      {writeKey.former_secret_until !== null && (
        <div>
          {t('overlap')} <When at={writeKey.former_secret_until} />
        </div>
      )}
    </Text>
  );
}
