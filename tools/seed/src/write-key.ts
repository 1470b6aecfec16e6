import {
  hashOfWriteKey,
  Postgres,
  type PostgresConfig,
  WriteKeyEntity,
  WriteKeysStore,
} from '@analytics/infra-postgres';

/** The key of a local stack under a name: the secret it already shows people, or a new one in the place of a lost one. */
export async function localWriteKey(config: PostgresConfig, name: string, secret?: string): Promise<string> {
  const postgres = await Postgres.of(config, 'ingestion', [WriteKeyEntity]);
  try {
    const keys = new WriteKeysStore(postgres);
    if (secret !== undefined && (await keys.findByHash(hashOfWriteKey(secret))) !== null) return secret;
    await keys.remove(name);
    return (await keys.create(name, { sources: [], types: [], imports: true })).secret;
  } finally {
    await postgres.close();
  }
}
