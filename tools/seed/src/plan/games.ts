import { Draw } from './draw';
import { DAY_MS } from './moscow-time';
import { Days, type Plan, RELEASE, SALE } from './plan';

export interface Game {
  readonly gameId: string;
  readonly developerId: string;
  readonly title: string;
  readonly genres: readonly string[];
  readonly tags: readonly string[];
  readonly priceMinor: number;
  /** A day before the store's last one; far back for most. */
  readonly releaseDay: number;
  /** How well known it is, among all. */
  readonly weight: number;
  /** Share of the price that the sale takes off. */
  readonly saleDiscount: number;
}

export const GAMES = 300;
export const DEVELOPERS = 44;

const RU_FIRST =
  'Тени,Хроники,Легенды,Эхо,Дорога,Башня,Стражи,Осколки,Песни,Корабли,Тайны,Пепел,Голоса,Сердце,Рубежи'.split(',');
const RU_SECOND =
  'Севера,Байкала,Забытых земель,Полярной ночи,Старого города,Орбиты,Карпат,Красных песков,Невы,Последней зимы'.split(
    ',',
  );
const EN_FIRST =
  'Iron,Silent,Hollow,Crimson,Neon,Frozen,Distant,Paper,Broken,Golden,Hidden,Wild,Lunar,Rusty,Endless'.split(',');
const EN_SECOND = 'Harbor,Horizon,Frontier,Signal,Kingdom,Circuit,Orchard,Voyage,Dungeon,Rally'.split(',');
const GENRES = 'action,adventure,rpg,strategy,simulation,puzzle,racing,sports,horror,casual'.split(',');
const TAGS =
  'singleplayer,multiplayer,coop,pixel-art,open-world,story-rich,roguelike,sandbox,controller,early-access'.split(',');
const PRICES: readonly (readonly [number, number])[] = [
  [0, 5],
  [9_900, 8],
  [19_900, 14],
  [29_900, 16],
  [49_900, 18],
  [69_900, 14],
  [99_900, 12],
  [149_900, 7],
  [199_900, 4],
  [249_900, 2],
];
/** Places in the list of best sellers that belong to the developer whom the local stack knows; the first is the new game. */
const OWN_PLACES = [0, 2, 5, 9, 16, 27, 48, 85, 140];
/** How much better known they are than others in their place. */
const OWN_POPULARITY = 1.8;
const NEW_GAME = 'Последний маяк';
const NEW_PRICE = 149_900;

/** The catalogue, best known first; game 0 comes out within the history. */
export function gamesOf({ seed, developerId }: Plan): readonly Game[] {
  const titles = titlesOf(seed);
  const developers = Array.from({ length: DEVELOPERS - 1 }, (_, index) => new Draw(seed, 'developer', index).uuid());
  return Array.from({ length: GAMES }, (_, place) => {
    const draw = new Draw(seed, 'game', place);
    const isNew = place === 0;
    const isOwn = OWN_PLACES.includes(place);
    const owner = isOwn ? developerId : developers[(place * 7 + draw.int(0, 5)) % developers.length]!;
    const genre = draw.pick(GENRES);
    return {
      gameId: draw.uuid(),
      developerId: owner,
      title: isNew ? NEW_GAME : titles[place]!,
      genres: [...new Set([genre, ...(draw.chance(0.5) ? [draw.pick(GENRES)] : [])])],
      tags: [...new Set([draw.pick(TAGS), draw.pick(TAGS), draw.pick(TAGS)])],
      priceMinor: isNew ? NEW_PRICE : draw.weighted(PRICES),
      releaseDay: isNew ? RELEASE.day : releaseDayOf(draw, place),
      weight: ((isOwn ? OWN_POPULARITY : 1) * (0.6 + 0.8 * draw.next())) / (place + 6) ** 0.85,
      saleDiscount: isNew || draw.chance(0.35) ? 0 : draw.pick([0.2, 0.25, 0.33, 0.4, 0.5, 0.6, 0.75]),
    };
  });
}

/** A few come out while we watch, the rest over the ten years before. */
const releaseDayOf = (draw: Draw, place: number): number =>
  place % 37 === 20 ? -draw.int(3, 55) : -61 - Math.floor(3_500 * draw.next() ** 1.6);

function titlesOf(seed: number): readonly string[] {
  const russian = RU_FIRST.flatMap((first) => RU_SECOND.map((second) => `${first} ${second}`));
  const english = EN_FIRST.flatMap((first) => EN_SECOND.map((second) => `${first} ${second}`));
  const draw = new Draw(seed, 'titles');
  return [...russian, ...english]
    .map((title) => ({ title, at: draw.next() }))
    .sort((one, other) => one.at - other.at)
    .map(({ title }) => title);
}

export const isOut = (game: Game, day: number): boolean => day >= game.releaseDay;

/** What is taken off the price on a day: the sale, else a deal of the week on a few games. */
export function discountOf(game: Game, day: number): number {
  if (game.priceMinor === 0) return 0;
  if (day >= SALE.from && day < SALE.until) return game.saleDiscount;
  return new Draw(game.gameId, 'deal', Math.floor(day / 7)).chance(0.05) ? 0.2 : 0;
}

/** The events that make the catalogue known: old games as the store opens its books, new ones when they are announced. */
export function releaseDateOf(game: Game, days: Days): string {
  return new Date(days.startOf(game.releaseDay) + DAY_MS / 2).toISOString().slice(0, 10);
}
