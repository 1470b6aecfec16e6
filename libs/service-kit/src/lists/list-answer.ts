import { ApiProperty } from '@nestjs/swagger';
import { currentRequest } from '../context/request-context';

export class AnswerMeta {
  @ApiProperty() request_id: string;
}

export class ListMeta extends AnswerMeta {
  @ApiProperty({ type: String, nullable: true }) next_cursor: string | null;
}

export const answerMeta = (): AnswerMeta => ({ request_id: currentRequest()?.requestId ?? '' });

/** One row more than was asked for tells that there is a next page. */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number,
  cursor: (last: Row) => string,
): { readonly page: Row[]; readonly meta: ListMeta } {
  const page = rows.slice(0, limit);
  const last = rows.length > limit ? page.at(-1) : undefined;
  return { page, meta: { ...answerMeta(), next_cursor: last === undefined ? null : cursor(last) } };
}
