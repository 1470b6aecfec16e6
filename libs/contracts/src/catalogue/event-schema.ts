/** What happens to a personal property on its way through ingestion. */
export type PersonalData = 'pseudonym' | 'drop' | 'geo' | 'agent' | 'text';

export interface PropertySchema {
  readonly description?: string;
  readonly 'x-description-ru'?: string;
  readonly 'x-pii'?: PersonalData;
  readonly [keyword: string]: unknown;
}

/** JSON Schema 2020-12 of the `data` of one event type and version. */
export interface EventSchema {
  readonly $id: string;
  readonly title: string;
  readonly description: string;
  readonly 'x-description-ru': string;
  readonly type: 'object';
  readonly required: readonly string[];
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly examples: readonly Readonly<Record<string, unknown>>[];
}
