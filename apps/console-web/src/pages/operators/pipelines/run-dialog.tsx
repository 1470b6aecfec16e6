import { Checkbox, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { InstantField } from '../../../components/fields/instant-field';
import { useTexts } from '../../../i18n/use-texts';
import type { Pipeline, PipelineParameter, PipelineRun } from '../api/operations';
import type { Answer } from '../api/records';
import { useCommand } from '../api/use-command';
import { ConfirmDialog } from '../parts/confirm-dialog';
import { type ParameterTexts, readParameters } from './parameter-values';
import { pipelineTexts } from './texts';

interface RunDialogProps {
  readonly pipeline: Pipeline;
  readonly onClose: () => void;
  /** It appears in the log of runs once a worker has written it down. */
  readonly onAsked: () => void;
}

/** A run with its parameters, field by field as the pipeline describes them. */
export function RunDialog({ pipeline: { name, parameters }, onClose, onAsked }: RunDialogProps) {
  const t = useTexts(pipelineTexts);
  const [texts, setTexts] = useState<ParameterTexts>({});
  const [isChecked, setChecked] = useState(false);
  const { values, wrong } = readParameters(parameters, texts);
  const run = useCommand<Answer<PipelineRun>>(onAsked);
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={t('runDialog', { name })}
      action={t('runAction')}
      pending={run.isPending}
      error={run.error}
      onConfirm={() => {
        setChecked(true);
        if (wrong.length === 0) run.mutate({ path: `/pipelines/${name}/runs`, body: { parameters: values } });
      }}
    >
      <Stack gap="sm">
        <Text>{t('runText')}</Text>
        {parameters.map((parameter) => (
          <ParameterField
            key={parameter.name}
            parameter={parameter}
            text={texts[parameter.name] ?? ''}
            isWrong={isChecked && wrong.includes(parameter.name)}
            onChange={(text) => setTexts({ ...texts, [parameter.name]: text })}
          />
        ))}
      </Stack>
    </ConfirmDialog>
  );
}

interface ParameterFieldProps {
  readonly parameter: PipelineParameter;
  readonly text: string;
  readonly isWrong: boolean;
  readonly onChange: (text: string) => void;
}

const HINTS = { instant: 'instantHint', months: 'monthsHint', integer: 'integerHint' } as const;

function ParameterField({ parameter, text, isWrong, onChange }: ParameterFieldProps) {
  const t = useTexts(pipelineTexts);
  const { name, type, description, required } = parameter;
  if (type === 'boolean') {
    return (
      <Checkbox
        label={name}
        description={description}
        checked={text === 'true'}
        onChange={({ currentTarget }) => onChange(currentTarget.checked ? 'true' : '')}
      />
    );
  }
  const field = {
    label: name,
    description: `${description} (${t(HINTS[type])})`,
    error: isWrong ? t('parametersWrong') : undefined,
    required,
  };
  if (type === 'instant') return <InstantField {...field} value={text} onChange={onChange} />;
  return <TextInput {...field} value={text} onChange={({ currentTarget }) => onChange(currentTarget.value)} />;
}
