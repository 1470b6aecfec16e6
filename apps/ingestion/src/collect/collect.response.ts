import type { CollectAnswer, CollectItem } from '@analytics/contracts';

export function toCollectAnswer(verdicts: readonly CollectItem[], all: boolean, requestId: string): CollectAnswer {
  const count = (status: CollectItem['status']) => verdicts.filter((item) => item.status === status).length;
  return {
    data: {
      accepted: count('accepted'),
      duplicate: count('duplicate'),
      rejected: count('rejected'),
      items: all ? verdicts : verdicts.filter((item) => item.status !== 'accepted'),
    },
    meta: { request_id: requestId },
  };
}

/** 202 when something was taken, 200 when all of it was known, 422 when nothing was. */
export function statusOf({ data }: CollectAnswer): 200 | 202 | 422 {
  if (data.accepted > 0) return 202;
  return data.duplicate > 0 ? 200 : 422;
}
