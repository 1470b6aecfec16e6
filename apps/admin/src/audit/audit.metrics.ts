import { Gauge } from 'prom-client';

export const auditIntact = new Gauge({
  name: 'admin_audit_intact',
  help: '1 when the last walk of the audit found every row as it was written, 0 when it did not',
});

export const auditVerifiedAt = new Gauge({
  name: 'admin_audit_verified_timestamp_seconds',
  help: 'When the audit was last walked through',
});
