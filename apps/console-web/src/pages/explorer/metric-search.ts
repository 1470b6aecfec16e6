import type { MetricDefinitionAnswer } from '@analytics/contracts';

/** How well words fit a metric: its name before its tags before its description; 0 is not at all. */
export function fitOf(
  words: string,
  metric: MetricDefinitionAnswer,
  other: MetricDefinitionAnswer | undefined,
): number {
  const wanted = plain(words).split(/\s+/).filter(Boolean);
  const names = [metric.name, metric.name.replaceAll('_', ' '), metric.display_name, other?.display_name ?? ''].map(
    plain,
  );
  const tags = metric.tags.map(plain);
  const texts = [metric.description, other?.description ?? '', metric.formula, other?.formula ?? ''].map(plain);
  const fitOfWord = (word: string): number => {
    if (names.some((name) => name.startsWith(word))) return 4;
    if (names.some((name) => name.includes(word))) return 3;
    if (tags.some((tag) => tag.startsWith(word))) return 2;
    return texts.some((text) => text.includes(word)) ? 1 : 0;
  };
  const fits = wanted.map(fitOfWord);
  return fits.includes(0) ? 0 : fits.reduce((sum, fit) => sum + fit, 0) || 1;
}

/** Metrics that all words fit, the best first; all of them in their order where nothing is looked for. */
export function foundMetrics(
  words: string,
  metrics: readonly MetricDefinitionAnswer[],
  inOtherLanguage: readonly MetricDefinitionAnswer[],
): readonly MetricDefinitionAnswer[] {
  if (words.trim() === '') return metrics;
  const others = new Map(inOtherLanguage.map((metric) => [metric.name, metric]));
  return metrics
    .map((metric) => ({ metric, fit: fitOf(words, metric, others.get(metric.name)) }))
    .filter(({ fit }) => fit > 0)
    .sort((one, another) => another.fit - one.fit)
    .map(({ metric }) => metric);
}

/** "е" is typed for "ё". */
const plain = (text: string): string => text.toLowerCase().replaceAll('ё', 'е');
