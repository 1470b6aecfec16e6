import type { Plan } from './plan/plan';

export const STAFF = ['57aff000-0000-4000-8000-000000000001', '57aff000-0000-4000-8000-000000000002'];

/** A small store that is told in a second. */
export const SMALL: Plan = {
  seed: 1,
  until: new Date('2026-11-20T18:30:00Z'),
  users: 1_500,
  developerId: '6f1d3c1e-58a2-4c0b-9a55-1f4b2f0c7d01',
  staff: STAFF,
};
