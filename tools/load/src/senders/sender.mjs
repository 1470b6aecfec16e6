import { TYPE_NAMES } from '../events/store-events.mjs';
import { OverHttp } from './over-http.mjs';
import { OverKafka, topicOf } from './over-kafka.mjs';

/** Every topic that may be written to; made where a platform service would have made its own. */
export const TOPICS = [...new Set(TYPE_NAMES.map(topicOf))];

/** `stack` has only what a sender needs of the state of the stack. */
export const senderOf = (via, { ingestionUrl, writeKey, brokers }, { connections }) =>
  via === 'kafka' ? new OverKafka({ brokers }) : new OverHttp({ url: ingestionUrl, writeKey, connections });
