// A service asks for its first number: a token by client credentials, the typed client, one metric. Run by CI as it stands here.
//   ANALYTICS_URL=… ISSUER_URL=… CLIENT_ID=… CLIENT_SECRET=… node docs/examples/first-number.mjs [metric]
import { AnalyticsQuery, clientCredentials } from '@analytics/sdk-query';

const { ANALYTICS_URL, ISSUER_URL, CLIENT_ID, CLIENT_SECRET } = process.env;
const analytics = new AnalyticsQuery({
  baseUrl: ANALYTICS_URL,
  token: clientCredentials({
    issuerUrl: ISSUER_URL,
    clientId: CLIENT_ID,
    clientSecret: CLIENT_SECRET,
    scope: 'metrics:read',
  }),
});

const day = (offset) => new Date(Date.now() + offset * 86_400_000).toISOString().slice(0, 10);
const metric = process.argv[2] ?? 'game_page_views';
const { data, meta } = await analytics.values(metric, { periodStart: day(-6), periodEnd: day(1), timezone: 'UTC' });

for (const { period_start, value, complete } of data.series[0].points) {
  console.log(`${period_start}  ${value}${complete ? '' : '  (not complete yet)'}`);
}
console.log(`${data.metric} over the week: ${data.total.value} ${data.unit}, complete through ${meta.watermark}`);
