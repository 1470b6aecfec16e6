export type { StackService, StackState, StackStores } from './stack/stack-state';
export { testKnob } from './stack/test-knob';
export { NoTestStack, testStack } from './stack/test-stack';
export {
  type DatabaseKind,
  type NamespaceOptions,
  type SuiteNamespace,
  suiteNamespace,
} from './namespace/suite-namespace';
export {
  type PrivateStore,
  type PrivateStoreOptions,
  startPrivateStore,
  type StoreKind,
} from './private-store/private-store';
export { eventually, NeverHappened, type Patience, sleep } from './waiting/eventually';
export { PATIENT_STORES } from './waiting/patient-stores';
export { freePort } from './waiting/free-port';
export { aGameViewed, anEnvelope, type EnvelopeOverrides } from './builders/envelopes';
export { SeededRandom } from './builders/random';
export { fuzzApi, type FuzzOptions, type FuzzReport } from './openapi/fuzz-api';
export type { ApiDocument } from './openapi/openapi-document';
export type { ApiRequest } from './openapi/openapi-requests';
export { typescriptProgram } from './processes/typescript-program';
export {
  REFERENCE_METRICS,
  type ReferenceAnswer,
  referenceMetric,
  type ReferenceQuestion,
  type ReferenceSeries,
} from './reference/metrics/reference-metric';
export { type Filter as ReferenceFilter } from './reference/metrics/slice';
export { type Dimension as ReferenceDimension } from './reference/metrics/sources';
export { type World, worldOf } from './reference/world';
export { endOf } from './reference/facts/game-sessions';
export { aValidatedEvent, type ValidatedOverrides } from './builders/validated-events';
export { type Reception, validatedFrom } from './builders/validated-from';
export { DEVELOPER, DEVICE, GAME, PERSON } from './standard-data/cast';
export { moscow } from './standard-data/moscow-events';
export { STANDARD_DATA } from './standard-data/standard-data';
export { type Delivery } from './generator/deliveries';
export { type GeneratedStore, generateStore, type StoreSize } from './generator/generate-store';
export { type ExpectedTables, expectedTables } from './reference/tables/expected-tables';
export { differenceOf, type TableCheck, type TableDifference } from './reference/tables/table-check';
export { tableDifferences } from './reference/tables/table-differences';
export { referenceStores } from './generator/reference-stores';
export { type FunnelAnswer, type FunnelQuestion, referenceFunnel } from './reference/behaviour/funnel';
export { referenceRetention, type RetentionAnswer, type RetentionQuestion } from './reference/behaviour/retention';
export { faults, modelRuns } from './models/model-runs';
