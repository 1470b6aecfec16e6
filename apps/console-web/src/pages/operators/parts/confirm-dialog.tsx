import { Button, Group, Modal, Stack, Text, Textarea } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTexts } from '../../../i18n/use-texts';
import { Failure } from './failure';
import { partTexts } from './texts';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** What will be done, to how many. */
  readonly children: ReactNode;
  readonly action: string;
  readonly color?: string;
  readonly wantsReason?: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onConfirm: (reason: string) => void;
}

const SHORTEST_REASON = 3;

/** Asks once more before something is changed: the button says what it does, the text to how many. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { opened, onClose, title, children, action, color, wantsReason = false, pending, error, onConfirm } = props;
  const t = useTexts(partTexts);
  const [reason, setReason] = useState('');
  const isShort = reason.trim().length < SHORTEST_REASON;
  return (
    // The lock of the scroll would write a style element that the policy of the page does not let in.
    <Modal
      opened={opened}
      onClose={onClose}
      title={title}
      lockScroll={false}
      closeButtonProps={{ 'aria-label': t('cancel') }}
    >
      <Stack gap="md">
        <Text component="div">{children}</Text>
        {wantsReason && (
          <Textarea
            label={t('why')}
            description={t('whyHint')}
            error={reason !== '' && isShort ? t('whyShort') : undefined}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
            maxLength={1_000}
            autosize
            minRows={2}
            required
          />
        )}
        <Failure error={error} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            color={color}
            loading={pending}
            disabled={wantsReason && isShort}
            onClick={() => onConfirm(reason.trim())}
            data-autofocus={wantsReason ? undefined : true}
          >
            {action}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
