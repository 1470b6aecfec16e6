import { Alert, Button, Code, Group, Modal, Stack } from '@mantine/core';
import { useTexts } from '../../../i18n/use-texts';
import { CopyText } from '../parts/copy-text';
import { keyTexts } from './texts';

/** The one time a secret is seen: it does not close by a press beside it. */
export function SecretDialog({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) {
  const t = useTexts(keyTexts);
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('secretTitle')}
      closeOnClickOutside={false}
      closeOnEscape={false}
      withCloseButton={false}
      lockScroll={false}
    >
      <Stack gap="md">
        <Alert color="orange">{t('secretText')}</Alert>
        <Code block aria-label={t('secret')} data-secret>
          {secret}
        </Code>
        <Group justify="space-between">
          <CopyText text={secret} />
          <Button onClick={onClose}>{t('saved')}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
