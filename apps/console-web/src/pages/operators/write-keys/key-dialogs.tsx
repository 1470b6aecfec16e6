import { NumberInput, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTexts } from '../../../i18n/use-texts';
import type { Answer, WriteKey, WriteKeySecret } from '../api/records';
import { useCommand } from '../api/use-command';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { keyTexts } from './texts';

const USUAL_HOURS = 24;
const MOST_HOURS = 720;
const HOUR_SECONDS = 3_600;

interface RotateDialogProps {
  readonly writeKey: WriteKey;
  readonly onClose: () => void;
  readonly onMade: (secret: string) => void;
}

export function RotateDialog({ writeKey: { id, name }, onClose, onMade }: RotateDialogProps) {
  const t = useTexts(keyTexts);
  const [hours, setHours] = useState(USUAL_HOURS);
  const rotate = useCommand<Answer<WriteKeySecret>>(({ data }) => onMade(data.secret));
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('rotateTitle', { name })}
      action={t('rotateAction')}
      pending={rotate.isPending}
      error={rotate.error}
      onConfirm={() =>
        rotate.mutate({ path: `/write-keys/${id}/rotate`, body: { overlap_seconds: hours * HOUR_SECONDS } })
      }
    >
      <Stack gap="sm">
        <Text>{t('rotateText')}</Text>
        <NumberInput
          label={t('overlapHours')}
          value={hours}
          onChange={(value) => setHours(Number(value))}
          min={0}
          max={MOST_HOURS}
          clampBehavior="strict"
          allowDecimal={false}
        />
      </Stack>
    </ConfirmDialog>
  );
}

export function RevokeDialog({ writeKey: { id, name }, onClose }: Omit<RotateDialogProps, 'onMade'>) {
  const t = useTexts(keyTexts);
  const revoke = useCommand<Answer<WriteKey>>(onClose);
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('revokeTitle', { name })}
      action={t('revokeAction')}
      color="red.9"
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate({ path: `/write-keys/${id}/revoke` })}
    >
      {t('revokeText')}
    </ConfirmDialog>
  );
}
