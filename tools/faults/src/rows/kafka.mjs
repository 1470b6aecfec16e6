/** Rows about the broker and the way to it. `injures` are processes the row itself ends or whose restart it explains. */
const DLQ_TOPIC = 'analytics.events.dlq.v1';
const TOPIC_RESOURCE = 2;

const outOfReach = (ms, toxics) => async (stage) => {
  for (const [type, stream, attributes] of toxics) await stage.toxic('kafka', type, attributes, stream);
  await stage.pause(ms);
};

export const rows = [
  {
    id: 'F20',
    smoke: true,
    title: 'Kafka killed with -9, and started again',
    inject: (stage) => stage.killAndBack('kafka'),
  },
  {
    id: 'F21',
    title: 'Kafka not to be reached: nothing passes, either way',
    scaled: '20 s instead of 5 min; FAULTS_LONG=1 waits the whole time',
    inject: outOfReach(process.env.FAULTS_LONG === '1' ? 300_000 : 20_000, [
      ['timeout', 'upstream'],
      ['timeout', 'downstream'],
    ]),
    recoverMs: 120_000,
  },
  {
    id: 'F22',
    title: 'Kafka takes connections and never answers',
    inject: outOfReach(12_000, [['half_open', 'downstream']]),
    // The deadline of a send is 3 s; half a second for everything else, on a machine that has nothing else to do.
    answerMs: 3_500,
  },
  {
    id: 'F23',
    smoke: true,
    title: 'Kafka takes what is sent, its answers get lost',
    inject: outOfReach(10_000, [['timeout', 'downstream']]),
  },
  {
    id: 'F43',
    title: 'the topic of dead letters takes nothing',
    inject: async (stage) => {
      const entries = { 'retention.ms': '1209600000', 'max.message.bytes': '2097152', 'cleanup.policy': 'delete' };
      const minimum = (value) => {
        const configEntries = Object.entries({ ...entries, 'min.insync.replicas': value }).map(([name, text]) => ({
          name,
          value: text,
        }));
        return stage.stores.kafka((admin) =>
          admin.alterConfigs({
            validateOnly: false,
            resources: [{ type: TOPIC_RESOURCE, name: DLQ_TOPIC, configEntries }],
          }),
        );
      };
      await stage.until(
        () => minimum('1'),
        () => minimum('2'),
      );
      stage.note('dead letters need two replicas, and there is one');
      await stage.pause(10_000);
    },
  },
];
