export * from './errors/error-codes';
export * from './topics/topics';
