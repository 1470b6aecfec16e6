import { addressOf, nameOf } from './questions.mjs';

/** Tables that grow with every event; an answer that reads one of them gets slower as the store gets older. */
const FACTS = ['events', 'events_by_user', 'events_by_device', 'event_identities'];

/** Questions that read facts though they could do without. */
export const readingFacts = (plans) =>
  plans.filter(({ question, tables }) => !question.facts && tables.some((table) => FACTS.includes(table)));

export async function plansOf(asking, questions) {
  const plans = [];
  for (const question of questions) {
    plans.push({ question, name: nameOf(question), tables: await asking.tablesOf(addressOf(question)) });
  }
  return plans;
}
