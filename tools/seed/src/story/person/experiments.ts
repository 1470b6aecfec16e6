import { Draw } from '../../plan/draw';
import type { Person } from '../../plan/people';
import { EXPERIMENTS } from '../../plan/plan';
import type { Life } from './person-story';

type Name = keyof typeof EXPERIMENTS;
export type Variants = Readonly<Record<Name, 'control' | 'treatment' | 'outside'>> & { readonly seen: Set<Name> };

/** Who takes part and with what variant follows from the account; variants are half and half. */
export function experimentsOf({ userId }: Person): Variants {
  const variant = (name: Name): 'control' | 'treatment' | 'outside' => {
    const draw = new Draw(EXPERIMENTS[name].key, userId);
    if (!draw.chance(EXPERIMENTS[name].share)) return 'outside';
    return draw.chance(0.5) ? 'treatment' : 'control';
  };
  return { checkout: variant('checkout'), recommendations: variant('recommendations'), seen: new Set() };
}

/** What an experiment multiplies for somebody who visits on a day; the first time they see it is told. */
export function effectOf({ variants, teller, person }: Life, name: Name, day: number, at: number): number {
  const experiment = EXPERIMENTS[name];
  if (person.staff || variants[name] === 'outside' || day < experiment.from || day >= experiment.until) return 1;
  if (!variants.seen.has(name)) {
    variants.seen.add(name);
    const { userId } = person;
    const exposure = { experimentKey: experiment.key, variantKey: variants[name], userId };
    teller.tell('analytics.experiment.exposed', at, exposure);
  }
  if (variants[name] === 'control') return 1;
  return 'buying' in experiment ? experiment.buying : experiment.views;
}
