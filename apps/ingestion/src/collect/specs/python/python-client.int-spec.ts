import { aGameViewed, suiteNamespace } from '@analytics/testing';
import { CollectSuite, eventOf } from '../collect-suite.fixture';
import { preparePython, sendFromPython, withoutPython } from './python-client.fixture';

const missing = withoutPython();
const where = missing === undefined ? describe : describe.skip;

where(`the CloudEvents SDK of PyPI${missing === undefined ? '' : ` (not run: ${missing})`}`, () => {
  let suite: CollectSuite;
  beforeAll(async () => {
    await preparePython();
    suite = await CollectSuite.start(await suiteNamespace('collect-python', { databases: ['postgres'] }));
  });
  afterAll(() => suite.stop());

  it('is understood in structured, binary and batch mode', async () => {
    const typed = aGameViewed({}, { subject: 'a subject' });
    const events = {
      structured: aGameViewed({}, { subject: 'игра "№ 1"' }),
      binary: typed,
      untyped: aGameViewed({}, { datacontenttype: undefined }),
      first: aGameViewed(),
      second: aGameViewed(),
    };
    const url = `${suite.url}/api/v1/analytics/events`;
    const answers = await sendFromPython({ url, key: suite.key, events });
    const told = Object.entries(answers).map(([mode, { status, body }]) => [mode, status, body.data?.accepted]);
    expect(told).toEqual([
      ['structured', 202, 1],
      ['binary', 202, 1],
      ['untyped', 202, 1],
      ['batch', 202, 2],
    ]);
    const sent = Object.values(events);
    const collected = (await suite.collected(sent.map(({ id }) => id))).map(eventOf);
    const same = collected.map(({ id, source, type, subject, data }) => ({ id, source, type, subject, data }));
    expect(same).toEqual(sent.map(({ id, source, type, subject, data }) => ({ id, source, type, subject, data })));
  });
});
