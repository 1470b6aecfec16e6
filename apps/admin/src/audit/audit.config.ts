import { Env } from '@analytics/service-kit';
import { IsInt, Max, Min } from 'class-validator';

export class AuditConfig {
  /** How often the chain of the audit is walked through without being asked, in milliseconds. */
  @Env('ANALYTICS_ADMIN_AUDIT_VERIFY_MS')
  @IsInt()
  @Min(1_000)
  @Max(604_800_000)
  verifyMs = 86_400_000;
}
