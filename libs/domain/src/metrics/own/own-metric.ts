import type { InTwoLanguages } from '@analytics/contracts';
import type { Measure } from '../definitions/measure';
import { type MetricDefinition, metric } from '../definitions/metric-definition';
import { METRICS } from '../definitions/metrics';
import type { Dimension } from '../question/dimensions';
import type { Filter } from '../question/filter';
import { filtersOf } from '../question/filter';
import { QuestionInvalid, QuestionTooExpensive } from '../question/question-errors';
import { hasPeopleBehind } from '../small-cells/people-behind';
import { dimensionsOf, type MeasureTraits, overlappingOf, traitsOf } from './measure-traits';
import { MetricDefinitionInvalid } from './own-metric-errors';
import { dimensionsIn, languagesIn, nameIn, objectIn, tagsIn, textIn } from './definition-members';
import { parseMeasure } from './parse-measure';

/** An own metric as it is written, kept and shown: measures, conditions and words; everything else follows from them. */
export interface OwnMetric {
  readonly name: string;
  readonly display_name: InTwoLanguages;
  readonly description: InTwoLanguages;
  readonly numerator: Measure;
  readonly denominator?: Measure;
  readonly filters: readonly Filter[];
  readonly dimensions: readonly Dimension[];
  readonly owner_service: string;
  readonly tags: readonly string[];
}

const MEMBERS = [
  ...['name', 'display_name', 'description', 'numerator', 'denominator'],
  ...['filters', 'dimensions', 'owner_service', 'tags'],
];
const MOST_FILTERS = 10;
const BUILT_IN: ReadonlySet<string> = new Set(METRICS.map(({ name }) => name));

/** Whether the product brings a metric of this name along: nobody can define another one under it. */
export const isBuiltIn = (name: string): boolean => BUILT_IN.has(name);

/** A definition as somebody wrote it; one that means nothing or cannot be computed is refused. */
export function parseOwnMetric(value: unknown): OwnMetric {
  const given = objectIn(value, '', MEMBERS);
  const name = nameIn(given['name']);
  if (isBuiltIn(name)) throw new MetricDefinitionInvalid('/name', 'is the name of a metric that came with the product');
  const numerator = parseMeasure(given['numerator'], '/numerator');
  const denominator =
    given['denominator'] === undefined ? undefined : parseMeasure(given['denominator'], '/denominator');
  if (denominator !== undefined) assertRatio(numerator, denominator);
  const known = dimensionsOf(numerator).filter(
    (dimension) => denominator === undefined || dimensionsOf(denominator).includes(dimension),
  );
  return {
    name,
    display_name: languagesIn(given['display_name'], '/display_name', 200),
    description: languagesIn(given['description'], '/description', 2_000),
    numerator,
    ...(denominator !== undefined && { denominator }),
    filters: conditions(given['filters'] ?? [], known),
    dimensions: given['dimensions'] === undefined ? known : dimensionsIn(given['dimensions'], known),
    owner_service:
      given['owner_service'] === undefined ? 'analytics' : textIn(given['owner_service'], '/owner_service', 64),
    tags: tagsIn(given['tags'] ?? []),
  };
}

/** Members that are given replace those that were; null takes an optional one away. The name stays. */
export function changedOwnMetric(before: OwnMetric, change: unknown): OwnMetric {
  const given = objectIn(
    change,
    '',
    MEMBERS.filter((member) => member !== 'name'),
  );
  // What follows from the measures is worked out again where they change and nobody says otherwise.
  const measured = given['numerator'] !== undefined || given['denominator'] !== undefined;
  const { dimensions, ...rest } = before;
  const merged = { ...rest, ...(measured ? {} : { dimensions }), ...given };
  return parseOwnMetric(Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)));
}

/** The metric as questions know it. */
export function toMetric(own: OwnMetric, version: number): MetricDefinition {
  const { numerator, denominator } = own;
  const [above, below] = [traitsOf(numerator), denominator && traitsOf(denominator)];
  const overlapping = overlappingOf(numerator);
  return metric({
    name: own.name,
    version,
    displayName: own.display_name,
    description: own.description,
    formula: formulaOf(above, below, own.filters),
    ...(below === undefined ? alone(above) : { kind: 'ratio' as const, ...ratioUnit(above, below) }),
    dimensions: own.dimensions,
    ownerService: own.owner_service,
    tags: own.tags,
    numerator,
    ...(denominator !== undefined && { denominator }),
    filters: own.filters,
    ...(numerator.of === 'services' && { leavesOutBotsAndStaff: false }),
    ...(above.unit === 'ms' && { nullWhenEmpty: true as const }),
    ...(overlapping.length > 0 && { overlapping }),
  });
}

const alone = ({ unit, kind, divisor }: MeasureTraits) => ({ unit, kind, ...(divisor !== undefined && { divisor }) });

/** Money and time keep their unit unless they are divided by their like. */
function ratioUnit(above: MeasureTraits, below: MeasureTraits): Pick<MetricDefinition, 'unit' | 'divisor'> {
  const time = (traits: MeasureTraits) => traits.unit === 'minutes' || traits.unit === 'hours';
  if (above.unit === 'RUB') return { unit: below.unit === 'RUB' ? 'ratio' : 'RUB' };
  if (time(above)) return time(below) ? { unit: 'ratio' } : alone(above);
  return { unit: above.unit === 'points' && below.unit === 'count' ? 'points' : 'ratio' };
}

function formulaOf(above: MeasureTraits, below: MeasureTraits | undefined, filters: readonly Filter[]): InTwoLanguages {
  const where = filters.map(({ dimension, op, values }) => [dimension, op, values.join(', ')].join(' ').trim());
  const said = (language: 'en' | 'ru', only: string) =>
    [above, below].flatMap((one) => (one === undefined ? [] : [one.words[language]])).join(' / ') +
    (where.length === 0 ? '' : `${only} ${where.join('; ')}`);
  return { en: said('en', ', only'), ru: said('ru', ', только') };
}

function assertRatio(numerator: Measure, denominator: Measure): void {
  const standing = [numerator, denominator].some((measure) => traitsOf(measure).kind === 'gauge');
  if (standing) {
    throw new MetricDefinitionInvalid('/denominator', 'cannot be: a state is neither divided nor divided by');
  }
  const services = [numerator, denominator].filter(({ of }) => of === 'services').length;
  if (services === 1) {
    throw new MetricDefinitionInvalid('/denominator', 'must be of services, too: they have no people');
  }
  if (services === 0 && !hasPeopleBehind(numerator) && !hasPeopleBehind(denominator)) {
    throw new MetricDefinitionInvalid(
      '/denominator',
      'must be another one: the people behind such a ratio are not known',
    );
  }
}

function conditions(value: unknown, known: readonly Dimension[]): readonly Filter[] {
  if (!Array.isArray(value) || value.length > MOST_FILTERS) {
    throw new MetricDefinitionInvalid('/filters', `must be a list of at most ${MOST_FILTERS} conditions`);
  }
  try {
    return filtersOf(value, known);
  } catch (error) {
    if (error instanceof QuestionInvalid || error instanceof QuestionTooExpensive) {
      throw new MetricDefinitionInvalid('/filters', error.message);
    }
    throw error;
  }
}
