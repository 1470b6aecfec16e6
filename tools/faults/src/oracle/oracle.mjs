import { setTimeout as pause } from 'node:timers/promises';
import { deadLetters } from './dead-letters.mjs';
import { lake } from './lake.mjs';
import { ledgers } from './ledgers.mjs';
import { personal } from './personal.mjs';
import { warehouse } from './warehouse.mjs';

/**
 * Compares what was acknowledged with what every store holds, after the truth of the data set. Each check gives the
 * invariants it saw broken, in words that name the first thing that is off.
 */
const CHECKS = [deadLetters, ledgers, lake, warehouse, personal];

const nothingMore = () => [];

export async function violations(context) {
  const found = [];
  for (const check of [...CHECKS, context.settled ?? nothingMore]) found.push(...(await check(context)));
  return found;
}

/**
 * Asks for what is off until it is nothing any more, or the time is up: how long the product needs to be right again is a result too.
 * What is right once is asked again after a moment, so that nothing comes twice behind our back.
 */
export async function untilRight(ask, withinMs) {
  const began = performance.now();
  for (;;) {
    const { found, error } = await attempted(ask);
    const elapsedMs = performance.now() - began;
    if (error === undefined && found.length === 0) {
      await pause(1_500);
      return { recoveredMs: elapsedMs, found: await ask() };
    }
    if (elapsedMs > withinMs) {
      return { recoveredMs: elapsedMs, found: found ?? [`the oracle could not ask: ${error.message}`] };
    }
    await pause(2_000);
  }
}

async function attempted(ask) {
  try {
    return { found: await ask() };
  } catch (error) {
    return { error };
  }
}
