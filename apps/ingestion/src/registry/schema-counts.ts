import { redactPersonal, type Violation } from '@analytics/domain';
import type { PropertyCount, ViolationCount } from '@analytics/infra-postgres';
import { Injectable } from '@nestjs/common';
import { BoundedCounts } from './bounded-counts';
import type { KnownSchema } from './known-schemas';
import { schemaViolations, unknownProperties } from './registry.metrics';

export const NAMES_PER_TYPE = 100;
export const PLACES_PER_TYPE = 100;
const NAME_LENGTH = 64;
const POINTER_LENGTH = 256;
/** A place in a list is no other place than the one after it. */
const LIST_INDEX = /\/\d+(?=\/|$)/gu;

type Place = readonly [version: number, rule: string, pointer: string];

/**
 * What accepted events and their schemas have against each other: properties nobody described, and rules broken while a schema only
 * observes or stamps. Both hold free text of senders, so little is kept and none of it becomes a label.
 */
@Injectable()
export class SchemaCounts {
  private readonly unknown = new BoundedCounts(
    NAMES_PER_TYPE,
    (name) => name.length <= NAME_LENGTH && isNobodysName(name),
  );
  private readonly broken = new BoundedCounts(PLACES_PER_TYPE);

  addUnknown(type: string, names: readonly string[]): void {
    if (names.length === 0) return;
    unknownProperties.inc({ type }, names.length);
    for (const name of names) this.unknown.add(type, name, 1);
  }

  addViolation({ type, version, mode }: Pick<KnownSchema, 'type' | 'version' | 'mode'>, violation: Violation): void {
    schemaViolations.inc({ type, mode });
    const pointer = `/data${violation.pointer}`.replaceAll(LIST_INDEX, '/*').slice(0, POINTER_LENGTH);
    const at = (place: string): string => JSON.stringify([version, violation.rule, place] satisfies Place);
    const isKept = this.broken.has(type, at(pointer)) || isNobodysName(pointer);
    this.broken.add(type, at(isKept ? pointer : '/data'), 1);
  }

  takeUnknown(): PropertyCount[] {
    return this.unknown.take();
  }

  takeViolations(): ViolationCount[] {
    return this.broken.take().map(({ type, name, count }) => {
      const [version, rule, pointer] = JSON.parse(name) as Place;
      return { type, version, rule, pointer, count };
    });
  }

  /** What could not be written down is told again next time. */
  giveBackUnknown(counts: readonly PropertyCount[]): void {
    for (const { type, name, count } of counts) this.unknown.add(type, name, count);
  }

  giveBackViolations(counts: readonly ViolationCount[]): void {
    for (const { type, version, rule, pointer, count } of counts) {
      this.broken.add(type, JSON.stringify([version, rule, pointer] satisfies Place), count);
    }
  }
}

/** A sender who makes names of people's addresses is not helped by our keeping them. */
const isNobodysName = (name: string): boolean => redactPersonal(name).text === name;
