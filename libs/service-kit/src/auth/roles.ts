export const ROLES = [
  'platform_admin',
  'marketing_manager',
  'developer',
  'analytics_operator',
  'privacy_officer',
  'user',
] as const;

export type Role = (typeof ROLES)[number];

export const isRole = (value: unknown): value is Role => (ROLES as readonly unknown[]).includes(value);
