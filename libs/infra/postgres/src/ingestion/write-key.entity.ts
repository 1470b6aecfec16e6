import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who may send events; the secrets themselves are not here, only their hashes. */
@Entity({ name: 'write_keys' })
export class WriteKeyEntity {
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  name: string;

  @Column('bytea', { name: 'secret_hash' })
  secretHash: Buffer;

  /** First characters of the secret, by which people tell keys apart. */
  @Column('text')
  prefix: string;

  @Column('text', { array: true })
  sources: string[];

  @Column('text', { array: true })
  types: string[];

  /** Whether the key may import files of old events. */
  @Column('boolean', { default: false })
  imports: boolean;

  /** Web origins a browser may use the key from; none means no browser. */
  @Column('text', { array: true, name: 'allowed_origins', default: [] })
  allowedOrigins: string[];

  /** Limit of this key; null means the service's. */
  @Column('integer', { name: 'requests_per_second', nullable: true })
  requestsPerSecond: number | null;

  /** The secret before the last rotation, taken until the time beside it. */
  @Column('bytea', { name: 'former_secret_hash', nullable: true })
  formerSecretHash: Buffer | null;

  @Column('timestamptz', { name: 'former_secret_until', nullable: true })
  formerSecretUntil: Date | null;

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}
