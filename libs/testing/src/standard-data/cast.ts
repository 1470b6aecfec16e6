/** Numbers of the people of the standard data set, as the identity vault would give them. */
export const PERSON = {
  anna: 1,
  boris: 2,
  clara: 3,
  dmitri: 4,
  elena: 5,
  fyodor: 6,
  galina: 7,
  hleb: 8,
  crawler: 9,
  julia: 10,
} as const;

export const DEVICE = { boris: 102, shared: 107, unknown: 199 } as const;

const uuid = (last: string): string => `00000000-0000-4000-8000-${last.padStart(12, '0')}`;

export const GAME = { alpha: uuid('a1'), beta: uuid('b1'), gamma: uuid('c1') } as const;
export const DEVELOPER = { north: uuid('d1'), south: uuid('d2') } as const;
