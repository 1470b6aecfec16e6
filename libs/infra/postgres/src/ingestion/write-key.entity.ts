import { Column, Entity, PrimaryColumn } from 'typeorm';

/** Who may send events; the secret itself is not here, only its hash. */
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

  @Column('timestamptz', { name: 'revoked_at', nullable: true })
  revokedAt: Date | null;
}
