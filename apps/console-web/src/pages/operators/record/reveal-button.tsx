import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useMutation } from '@tanstack/react-query';
import { api } from '../../../api/api-client';
import { useTexts } from '../../../i18n/use-texts';
import { ADMIN } from '../api/questions';
import type { Answer, DeadLetterDetail } from '../api/records';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { letterTexts } from '../dead-letters/texts';

interface RevealButtonProps {
  readonly id: string;
  readonly onRevealed: (letter: DeadLetterDetail) => void;
}

/** Shows what is personal to who has the right, after saying that it will be written down. */
export function RevealButton({ id, onRevealed }: RevealButtonProps) {
  const t = useTexts(letterTexts);
  const [opened, dialog] = useDisclosure();
  // A mutation, though it only reads: it leaves a row in the audit, and must not be kept or asked again by itself.
  const reveal = useMutation({
    gcTime: 0,
    mutationFn: () => api.get<Answer<DeadLetterDetail>>(`${ADMIN}/dlq/records/${id}`, { query: { reveal: true } }),
    onSuccess: ({ data }) => {
      dialog.close();
      onRevealed(data);
    },
  });
  return (
    <>
      <Button variant="default" onClick={dialog.open}>
        {t('reveal')}
      </Button>
      {opened && (
        <ConfirmDialog
          opened
          onClose={dialog.close}
          title={t('revealTitle')}
          action={t('revealAction')}
          pending={reveal.isPending}
          error={reveal.error}
          onConfirm={() => reveal.mutate()}
        >
          {t('revealText')}
        </ConfirmDialog>
      )}
    </>
  );
}
