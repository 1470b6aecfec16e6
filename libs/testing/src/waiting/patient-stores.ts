/**
 * Environment of a service whose stores are there but slow, because the machine is: a suite that is not about impatience
 * spreads it before everything else.
 */
export const PATIENT_STORES: Readonly<Record<string, string>> = {
  KAFKA_SEND_DEADLINE_MS: '60000',
  POSTGRES_CONNECT_TIMEOUT_MS_ANALYTICS_META: '30000',
  POSTGRES_STATEMENT_TIMEOUT_MS_ANALYTICS_META: '60000',
  POSTGRES_LOCK_TIMEOUT_MS_ANALYTICS_META: '30000',
  REDIS_CONNECT_TIMEOUT_MS_ANALYTICS: '20000',
  REDIS_COMMAND_TIMEOUT_MS_ANALYTICS: '20000',
  REDIS_SILENCE_TIMEOUT_MS_ANALYTICS: '60000',
};
