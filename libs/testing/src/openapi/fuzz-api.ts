import { SeededRandom } from '../builders/random';
import { AnswerCheck } from './answer-check';
import type { ApiDocument } from './openapi-document';
import { type ApiRequest, randomRequest } from './openapi-requests';

export interface FuzzOptions {
  readonly requests: number;
  readonly seed: number;
  readonly atOnce?: number;
  readonly ask: (request: ApiRequest) => Promise<Response>;
}

export interface FuzzReport {
  /** Requests by the status of their answers. */
  readonly statuses: Readonly<Record<string, number>>;
  /** Answers that are not as the document says, with what was asked. */
  readonly problems: readonly string[];
}

const MOST_PROBLEMS = 20;

/** Asks a service what its document describes, right and wrong, and holds every answer to the document. */
export async function fuzzApi(
  document: ApiDocument,
  { requests, seed, atOnce = 4, ask }: FuzzOptions,
): Promise<FuzzReport> {
  const random = new SeededRandom(seed);
  const check = new AnswerCheck(document);
  const statuses: Record<string, number> = {};
  const problems: string[] = [];
  for (let done = 0; done < requests && problems.length < MOST_PROBLEMS; done += atOnce) {
    const batch = Array.from({ length: atOnce }, () => randomRequest(document, random));
    await Promise.all(
      batch.map(async (request) => {
        const response = await ask(request);
        const answer = {
          status: response.status,
          retryAfter: response.headers.get('retry-after'),
          text: await response.text(),
        };
        statuses[answer.status] = (statuses[answer.status] ?? 0) + 1;
        const problem = check.problemOf(request.operation, answer);
        if (problem === undefined) return;
        const asked = `${request.method} ${request.path} ${request.body ?? ''}`.slice(0, 1_500);
        problems.push(`${problem}: ${asked} -> ${answer.text.slice(0, 500)}`);
      }),
    );
  }
  return { statuses, problems };
}
