import type { MetricExplanation, MetricValuesAnswer } from '@analytics/contracts';
import { type MetricQuestion, sourcesOf, Unavailable } from '@analytics/domain';
import { Injectable } from '@nestjs/common';
import { Flights } from '../../warehouse/flights';
import { QuestionSlots } from '../../warehouse/question-slots';
import { QuestionLimitsConfig } from '../../warehouse/question-limits.config';
import { answers, questions } from '../../warehouse/warehouse.metrics';
import { toMetricValuesAnswer } from '../metric-values.response';
import { MetricsService } from '../metrics.service';
import { answerKey, type Reader, statementsOf } from './answer-key';
import { ageSecondsOf, type KeptAnswer, KeptAnswers } from './kept-answers';

/** An answer with where it came from; an age where it was not computed for who asked. */
export interface Answer {
  readonly answer: KeptAnswer;
  readonly from: 'computed' | 'cache' | 'stale';
  readonly ageSeconds?: number;
}

/** How far the warehouse has got, and what is kept of a question. */
export interface Standing {
  readonly watermark: Date | null;
  readonly cache: MetricExplanation['data']['cache'];
}

/**
 * Answers questions once: kept ones while they are fresh, the same question asked at once in one go, and the last good answer
 * while the warehouse is away. Redis being away makes answers slower, never different.
 */
@Injectable()
export class AnswersService {
  private readonly flights = new Flights<Answer>();
  private readonly slots: QuestionSlots;

  constructor(
    private readonly metrics: MetricsService,
    private readonly kept: KeptAnswers,
    config: QuestionLimitsConfig,
  ) {
    const { concurrentQuestions: concurrent, waitingQuestions: waiting, waitMs } = config;
    this.slots = new QuestionSlots({ concurrent, waiting, waitMs });
  }

  async answer(question: MetricQuestion, reader: Reader, signal?: AbortSignal): Promise<Answer> {
    const key = answerKey(question, reader);
    const found = await this.flights.share(key, signal, (ended) => this.find(key, question, reader, ended));
    answers.inc({ from: found.from });
    return found;
  }

  async standing(question: MetricQuestion, reader: Reader, signal?: AbortSignal): Promise<Standing> {
    const kept = await this.kept.find(answerKey(question, reader));
    const watermark = await this.metrics.watermark(signal);
    if (kept === undefined) return { watermark, cache: { state: 'none' } };
    const state = this.kept.isFresh(kept, watermark) ? 'fresh' : 'outdated';
    return { watermark, cache: { state, age_seconds: ageSecondsOf(kept) } };
  }

  private async find(key: string, question: MetricQuestion, reader: Reader, signal: AbortSignal): Promise<Answer> {
    const kept = await this.kept.find(key);
    try {
      const watermark = await this.metrics.watermark(signal);
      this.kept.saw(watermark);
      if (kept !== undefined && this.kept.isFresh(kept, watermark)) {
        return { answer: kept.answer, from: 'cache', ageSeconds: ageSecondsOf(kept) };
      }
      const answer = await this.compute(question, reader, watermark, signal);
      await this.kept.keep(key, answer);
      return { answer, from: 'computed' };
    } catch (error) {
      if (!(error instanceof Unavailable) || kept === undefined || !this.kept.isUsable(kept)) throw error;
      return { answer: kept.answer, from: 'stale', ageSeconds: ageSecondsOf(kept) };
    }
  }

  private async compute(
    question: MetricQuestion,
    reader: Reader,
    watermark: Date | null,
    signal: AbortSignal,
  ): Promise<KeptAnswer> {
    try {
      const values = this.slots.within(signal, () => this.metrics.valuesAt(question, reader, watermark, signal));
      this.tell();
      return toMetricValuesAnswer(question, await values, sourcesOf(statementsOf(question, reader.scope, watermark)));
    } finally {
      this.tell();
    }
  }

  private tell(): void {
    questions.set({ state: 'computed' }, this.slots.taken);
    questions.set({ state: 'waiting' }, this.slots.waiting);
  }
}

/** The answer as one request gets it. */
export function toBody({ answer, from }: Answer, requestId: string, archivedAt?: Date | null): MetricValuesAnswer {
  const { data, meta } = answer;
  const archived = archivedAt instanceof Date && { definition_archived_at: archivedAt.toISOString() };
  return {
    data,
    meta: { ...meta, ...archived, cached: from !== 'computed', stale: from === 'stale', request_id: requestId },
  };
}
