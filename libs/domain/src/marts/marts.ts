import type { Mart } from './mart';
import { PEOPLE_MARTS } from './people-marts';
import { SUM_MARTS } from './sum-marts';

/** Every mart that views keep up to date and a rebuild makes anew. */
export const MARTS: readonly Mart[] = [...PEOPLE_MARTS, ...SUM_MARTS];
