import { redactPersonal } from '@analytics/domain';
import type { PropertyCount } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { unknownProperties } from './registry.metrics';

export const NAMES_PER_TYPE = 100;
const NAME_LENGTH = 64;

/** How often senders use properties nobody described. Names are free text of theirs, so few are kept and none becomes a label. */
@Injectable()
export class PropertyCounts {
  private types = new Map<string, Map<string, number>>();

  add(type: string, names: readonly string[]): void {
    if (names.length === 0) return;
    unknownProperties.inc({ type }, names.length);
    for (const name of names) this.count({ type, name, count: 1 });
  }

  /** What was counted since it was last asked. */
  take(): PropertyCount[] {
    const taken = [...this.types].flatMap(([type, counts]) =>
      [...counts].map(([name, count]) => ({ type, name, count })),
    );
    this.types = new Map();
    return taken;
  }

  /** What could not be written down is told again next time. */
  giveBack(counts: readonly PropertyCount[]): void {
    for (const each of counts) this.count(each);
  }

  private count({ type, name, count }: PropertyCount): void {
    const counts = this.types.get(type) ?? new Map<string, number>();
    this.types.set(type, counts);
    const before = counts.get(name);
    if (before === undefined && !mayBeKept(name, counts.size)) return;
    counts.set(name, (before ?? 0) + count);
  }
}

/** A sender who makes names of people's addresses is not helped by our keeping them. */
const mayBeKept = (name: string, kept: number): boolean =>
  name.length <= NAME_LENGTH && kept < NAMES_PER_TYPE && redactPersonal(name).text === name;
