export * from './errors/error-codes';
export * from './topics/topics';
export * from './catalogue/catalogue';
export * from './catalogue/event-schema';
export * from './collect/collect-answer';
export * from './events/envelope';
export * from './events/reason-codes';
export * from './metrics/metric-values';
