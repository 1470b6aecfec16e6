import { signingKey } from '../identity/signing-key.mjs';
import { issueToken, personOf, readTtl, ROLES } from '../identity/tokens.mjs';
import { issuerUrl } from '../services/programs.mjs';
import { readRun } from '../supervisor/records.mjs';
import { Refusal } from '../system/refusal.mjs';
import { dataOf } from './data-flag.mjs';

/** Prints a token and nothing else, so that it can stand inside another command. */
export function token({ values }) {
  const { role, scope } = values;
  if (role === undefined) throw new Refusal(`Say whose token with --role: ${ROLES.join(', ')}.`);
  if (!ROLES.includes(role)) throw new Refusal(`There is no role "${role}": ${ROLES.join(', ')}.`);
  const data = dataOf(values);
  const run = data.version && readRun(data);
  if (run === undefined) throw new Refusal(`No stack runs from ${data.root}: \`npm start\` first.`);
  const person = personOf(role, {
    developerId: values['developer-id'],
    userId: values['user-id'],
    subject: values.sub,
  });
  const issued = issueToken(signingKey(data), {
    ...person,
    issuer: issuerUrl(run.offset),
    scope,
    clientId: scope === undefined ? undefined : person.subject,
    ttlSeconds: readTtl(values.ttl ?? '1h'),
  });
  process.stdout.write(`${issued}\n`);
  return 0;
}
