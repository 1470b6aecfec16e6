import type { Statement } from '@analytics/domain';
import { type ReadOptions, Warehouse } from './warehouse';

/**
 * The warehouse for the parts of one answer: what several of them ask in the same words, as the people behind a number of people
 * do, is read once. All of them read within one scope and end together.
 */
export class OnceEach extends Warehouse {
  private readonly readings = new Map<string, Promise<unknown[]>>();

  constructor(private readonly warehouse: Warehouse) {
    super();
  }

  run<Row>(statement: Statement<Row>, options?: ReadOptions): Promise<Row[]> {
    const { readingKey } = statement;
    const known = this.readings.get(readingKey) ?? this.warehouse.run(statement, options);
    this.readings.set(readingKey, known);
    return known as Promise<Row[]>;
  }
}
