import { Alert, Code, List, Stack, Text, Title } from '@mantine/core';
import { useTexts } from '../../../i18n/use-texts';
import { applyPatch, type PatchStep } from '../json/patch';
import { JsonText } from '../parts/json-text';
import { replayTexts } from '../replays/texts';
import classes from './patch-editor.module.css';

/** The steps in words of RFC 6902, each on a line of its own. */
export function PatchSteps({ steps }: { readonly steps: readonly unknown[] }) {
  const t = useTexts(replayTexts);
  if (steps.length === 0) return <Text c="dimmed">{t('noSteps')}</Text>;
  return (
    <Stack gap="xs">
      <Title order={3} size="h5">
        {t('steps', { count: steps.length })}
      </Title>
      <List type="ordered" spacing={4} data-steps={steps.length}>
        {steps.map((step, at) => (
          <List.Item key={at}>
            <Code className={classes.step}>{JSON.stringify(step)}</Code>
          </List.Item>
        ))}
      </List>
    </Stack>
  );
}

/** What the patch makes of the sample, at once; what it makes of all of them the dry run says. */
export function PatchPreview({ sample, steps }: { readonly sample: unknown; readonly steps: readonly PatchStep[] }) {
  const t = useTexts(replayTexts);
  if (steps.length === 0) return <JsonText value={sample} label={t('sample')} />;
  const after = applyPatch(sample, steps);
  return (
    <div className={classes.sides}>
      <JsonText value={sample} label={t('before')} />
      {after.ok ? (
        <JsonText value={after.document} label={t('after')} />
      ) : (
        <Alert color="orange" role="status" className={classes.note}>
          {t('notApplicable', { step: after.step + 1 })}
        </Alert>
      )}
    </div>
  );
}
