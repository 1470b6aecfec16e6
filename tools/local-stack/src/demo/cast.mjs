/** Accounts of the demo store that work for the platform: ingestion marks what they do, and the demo store lets them do it. */
export const DEMO_STAFF = [1, 2, 3, 4, 5, 6].map(
  (number) => `57aff000-0000-4000-8000-${String(number).padStart(12, '0')}`,
);

export const DEMO_SEED = 1;
export const DEMO_USERS = 20_400;
