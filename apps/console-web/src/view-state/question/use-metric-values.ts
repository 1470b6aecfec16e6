import type { MetricDefinitionAnswer, MetricExplanation, MetricValuesAnswer } from '@analytics/contracts';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { api } from '../../api/api-client';
import { useLanguage } from '../../i18n/use-texts';
import type { Question } from './question';

const MINUTE_MS = 60_000;
const FIVE_MINUTES_MS = 5 * MINUTE_MS;

/** The moment relative periods are resolved at: it moves by the minute, and only while somebody looks. */
export function useMinute(): Date {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    const clock = setInterval(() => {
      if (!document.hidden) setNow(new Date());
    }, MINUTE_MS);
    return () => clearInterval(clock);
  }, []);
  return now;
}

const isSameShape = (one: Question, other: Question): boolean =>
  one.metric === other.metric && one.parameters['dimensions'] === other.parameters['dimensions'];

/** Asked anew every minute; while a changed question is on its way the last answer stays, if it is of the same numbers. */
export const valuesQuery = (question: Question) =>
  queryOptions({
    queryKey: ['metric-values', question] as const,
    queryFn: ({ signal }) =>
      api.get<MetricValuesAnswer>(`/metrics/values/${question.metric}`, { query: question.parameters, signal }),
    refetchInterval: MINUTE_MS,
    placeholderData: (previous, asked) =>
      asked !== undefined && isSameShape(asked.queryKey[1], question) ? previous : undefined,
  });

export const useMetricValues = (question: Question) => useQuery(valuesQuery(question));

/** How the values come about; for admins only. */
export const useExplanation = (question: Question) =>
  useQuery({
    queryKey: ['metric-explanation', question],
    queryFn: ({ signal }) =>
      api.get<MetricExplanation>(`/metrics/values/${question.metric}/explain`, { query: question.parameters, signal }),
  });

interface Definitions {
  readonly data: readonly MetricDefinitionAnswer[];
}

const definitionsQuery = (language: 'ru' | 'en', query: { readonly archived?: 'true' } = {}) =>
  queryOptions({
    queryKey: ['metric-definitions', language, query],
    staleTime: FIVE_MINUTES_MS,
    queryFn: async ({ signal }) =>
      (await api.get<Definitions>('/metrics/definitions', { query, headers: { 'accept-language': language }, signal }))
        .data,
  });

/** The metrics there are, in the language of the page. */
export const useDefinitions = () => useQuery(definitionsQuery(useLanguage()));

/** Own metrics that were archived: they stand in no list, but links to them are followed. */
export const useArchivedDefinitions = (isWanted: boolean) =>
  useQuery({ ...definitionsQuery(useLanguage(), { archived: 'true' }), enabled: isWanted });

/** Their words in the other language too: people look for a metric by the name they know. */
export const useDefinitionsInOtherLanguage = () => useQuery(definitionsQuery(useLanguage() === 'ru' ? 'en' : 'ru'));
