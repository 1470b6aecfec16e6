import type { InTwoLanguages } from '../errors/error-codes';

/** A parameter as whoever asks for a run gives it. */
export interface PipelineParameter {
  readonly name: string;
  readonly type: 'boolean' | 'integer' | 'instant' | 'months';
  readonly required: boolean;
  readonly description: string;
}

export interface PipelineDescription {
  readonly name: string;
  readonly description: InTwoLanguages;
  readonly parameters: readonly PipelineParameter[];
}

const optional = (name: string, type: PipelineParameter['type'], description: string): PipelineParameter => ({
  ...{ name, type, description },
  required: false,
});

/** The pipelines that may be asked to run; the pipeline worker checks values, and a spec of its own that these are all it has. */
export const PIPELINES: readonly PipelineDescription[] = [
  {
    name: 'reconciliation',
    description: {
      en: 'Compares lake and warehouse offset by offset, and mends what differs where asked to.',
      ru: 'Сверяет озеро и хранилище по смещениям и, если попросить, исправляет расхождения.',
    },
    parameters: [
      {
        name: 'from',
        type: 'instant',
        required: true,
        description: 'Begin of the period in which the lake took the events.',
      },
      { name: 'until', type: 'instant', required: true, description: 'Its end, not included.' },
      optional('repair', 'boolean', 'Whether to mend what is found.'),
      optional('settle_seconds', 'integer', 'How long to wait for lake and warehouse to take what Kafka holds.'),
    ],
  },
  {
    name: 'rebuild-marts',
    description: {
      en: 'Makes marts anew from facts, month by month.',
      ru: 'Строит витрины заново из фактов, месяц за месяцем.',
    },
    parameters: [optional('months', 'months', 'Months as YYYY-MM; all where none are named.')],
  },
  {
    name: 'rebuild-warehouse',
    description: { en: 'Fills an empty warehouse from the lake.', ru: 'Заполняет пустое хранилище из озера.' },
    parameters: [optional('chunk_rows', 'integer', 'Events that are stored at a time.')],
  },
  {
    name: 'rebuild-lake-manifest',
    description: {
      en: 'Brings a lost manifest back from its copies in the lake.',
      ru: 'Восстанавливает манифест озера из его копий.',
    },
    parameters: [],
  },
  {
    name: 'retention',
    description: { en: 'Removes what is older than its class may be.', ru: 'Удаляет то, срок хранения чего истёк.' },
    parameters: [
      optional('dry_run', 'boolean', 'Whether only to say what would be removed.'),
      optional('log_months', 'integer', 'For how many months the log of runs is kept.'),
    ],
  },
  {
    name: 'unlink-identity',
    description: {
      en: 'Takes an account off a device: its log-ins there count no more.',
      ru: 'Отвязывает учётную запись от устройства: её входы на нём больше не учитываются.',
    },
    parameters: [
      { name: 'device_no', type: 'integer', required: true, description: 'Number of the device in the warehouse.' },
      { name: 'user_no', type: 'integer', required: true, description: 'Number of the account in the warehouse.' },
      { name: 'at', type: 'instant', required: true, description: 'Log-ins up to then count no more.' },
    ],
  },
];
