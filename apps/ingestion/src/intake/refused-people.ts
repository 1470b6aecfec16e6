import { peopleNamed, type Subject, subjectKey } from '@analytics/domain';
import { type Outcome, type Received, rejected } from '@analytics/infra-kafka';
import { Injectable } from '@nestjs/common';
import { Identities } from '../identity/identities.service';

const NOBODY: readonly Subject[] = [];

/**
 * Says of refused events whom they speak of, so that what is kept of them goes when one of these people is erased. Of who was
 * erased already nothing is kept, whatever the event was refused for.
 */
@Injectable()
export class RefusedPeople {
  constructor(private readonly identities: Identities) {}

  async named(batch: readonly Received[], outcomes: Outcome[]): Promise<Outcome[]> {
    const people = outcomes.map((outcome, index) =>
      outcome.status === 'rejected' && outcome.deadLetter.forgetsRaw !== true ? peopleIn(batch[index]!) : NOBODY,
    );
    const everyone = people.flat();
    if (everyone.length === 0) return outcomes;
    const { erased } = await this.identities.lookUp(everyone);
    return outcomes.map((outcome, index) => {
      const named = people[index]!;
      if (outcome.status !== 'rejected' || named.length === 0) return outcome;
      const forgetsRaw = named.some((subject) => erased.has(subjectKey(subject)));
      return rejected({ ...outcome.deadLetter, forgetsRaw, subjects: this.identities.standInsOf(named) });
    });
  }
}

/** In binary mode the data is the value, and the subject a header. */
function peopleIn({ headers, value }: Received): readonly Subject[] {
  const subject = headers['ce_subject'];
  const named = peopleNamed(value?.toString() ?? '');
  return subject === undefined ? named : [...named, ...peopleNamed(JSON.stringify({ subject }))];
}
