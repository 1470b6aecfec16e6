import type { EntityManager } from 'typeorm';

/** Rows of one statement with `$1`-style bound values; also for `UPDATE … RETURNING`, where TypeORM wraps them. */
export async function runQuery<Row>(
  manager: EntityManager,
  text: string,
  values: readonly unknown[] = [],
): Promise<Row[]> {
  const runner = manager.queryRunner ?? manager.dataSource.createQueryRunner('master');
  try {
    const result = await runner.query(text, [...values], true);
    return (result.records ?? []) as Row[];
  } finally {
    if (manager.queryRunner === undefined) await runner.release();
  }
}
