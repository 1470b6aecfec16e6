import type { CollectItem } from '@analytics/contracts';
import { redactPersonal } from '@analytics/domain';
import type { ImportRow } from '../rows/import-row';

/** A line of the verdict file: where the row is and what is wrong with it, and nothing of what it holds. */
export function verdictLine({ row, line }: ImportRow, { id, source, code, pointer, detail }: CollectItem): string {
  const clean = (text: string | undefined) => (text === undefined ? undefined : redactPersonal(text).text);
  const told = { id: clean(id), source: clean(source), code, pointer: clean(pointer) ?? '', detail: clean(detail) };
  return JSON.stringify({ row, ...(line !== undefined && { line }), ...told });
}
