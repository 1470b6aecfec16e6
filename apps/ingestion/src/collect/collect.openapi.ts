import { GAME_VIEWED, REASON_CODES } from '@analytics/contracts';
import { applyDecorators } from '@nestjs/common';
import {
  ApiBody,
  ApiConsumes,
  ApiHeader,
  ApiOperation,
  ApiResponse,
  type ApiResponseSchemaHost,
} from '@nestjs/swagger';

type Schema = ApiResponseSchemaHost['schema'];

const MOST = 1_000;
const text = (more: object = {}): Schema => ({ type: 'string', ...more });
const oneOrMore = (one: Schema): Schema => ({
  oneOf: [one, { type: 'array', minItems: 1, maxItems: MOST, items: one }] as never,
});

const VIEWED = {
  specversion: '1.0',
  id: '7d0c1b62-41f6-4f5f-8a53-3f6a9d1c2b7e',
  source: '/store',
  type: GAME_VIEWED,
  time: '2026-11-01T10:00:00Z',
  data: {
    gameId: '5b1f2f9e-8f6e-4b3a-9b43-0d5f0a3c1e77',
    placement: 'search',
    platform: 'windows',
    anonymousId: 'device-7f3a',
  },
};
const EVENT: Schema = {
  type: 'object',
  title: 'CloudEvent',
  required: ['specversion', 'id', 'source', 'type', 'time'],
  properties: {
    specversion: text({ enum: ['1.0'] }),
    id: text({ description: 'With `source` its identity: the same event counts once, however often it is sent.' }),
    source: text({ description: 'Who sends it; one the write key may send for.' }),
    type: text({ description: 'A registered type.' }),
    time: text({ format: 'date-time', description: 'When it happened: at most 10 minutes ahead and 30 days old.' }),
    dataschema: text({ description: '`urn:analytics:event:<type>:<version>`; the newest version when left out.' }),
    data: { type: 'object', additionalProperties: true, description: 'As the schema of its type says.' },
  },
};

const TRACKED = { name: 'tutorial_finished', properties: { level: 3 }, anonymousId: 'device-7f3a' };
const SHORT: Schema = {
  type: 'object',
  title: 'ShortForm',
  required: ['name'],
  properties: {
    name: text(),
    properties: { type: 'object', additionalProperties: true },
    userId: text(),
    anonymousId: text(),
    platform: text(),
    time: text({ format: 'date-time', description: 'Now when left out.' }),
    id: text({ description: 'Made up when left out: then a repeat counts again.' }),
  },
};

const count = { type: 'integer', minimum: 0 } as const;
const ITEM: Schema = {
  type: 'object',
  required: ['index', 'status'],
  properties: {
    index: { ...count, description: 'Its place in the body.' },
    id: text(),
    source: text(),
    status: text({ enum: ['accepted', 'duplicate', 'rejected'] }),
    code: text({ enum: [...REASON_CODES] }),
    pointer: text({ description: 'JSON pointer to what is wrong.' }),
    detail: text({ description: 'What would be right.' }),
  },
};
const ANSWER: Schema = {
  type: 'object',
  required: ['data', 'meta'],
  properties: {
    data: {
      type: 'object',
      required: ['accepted', 'duplicate', 'rejected', 'items'],
      properties: {
        ...{ accepted: count, duplicate: count, rejected: count },
        items: {
          type: 'array',
          items: ITEM as never,
          description: 'What was not accepted; with `items=all` every event.',
        },
      },
    },
    meta: { type: 'object', required: ['request_id'], properties: { request_id: text() } },
  } as never,
};
const answer = (accepted: number, duplicate: number, rejected: number, ...items: object[]) => ({
  data: { accepted, duplicate, rejected, items },
  meta: { request_id: '4b7f2c9e-0a51-4c0e-9a57-1f2d3c4b5a69' },
});
const known = { index: 0, id: VIEWED.id, source: VIEWED.source };
const wrong = { code: 'SCHEMA_VIOLATION', pointer: '/data/gameId', detail: 'must be a UUID' };

const answered = (status: number, description: string, example: object) =>
  ApiResponse({ status, description, content: { 'application/json': { schema: ANSWER as never, example } } });

/** What both forms of sending have in common. */
const Answers = () =>
  applyDecorators(
    answered(202, 'Some were taken, for good: they are in Kafka, or on disk until they are.', answer(1, 0, 0)),
    answered(200, 'All of them were known before.', answer(0, 1, 0, { ...known, status: 'duplicate' })),
    answered(422, 'None was taken; each says why.', answer(0, 0, 1, { ...known, status: 'rejected', ...wrong })),
  );

const binary = (name: string, description: string) =>
  ApiHeader({ name: `ce-${name}`, required: false, schema: { type: 'string' }, description });

/** How events are sent, in each of the three modes of CloudEvents. */
export const SendsEvents = () =>
  applyDecorators(
    ApiOperation({ summary: 'Sends an event, or up to a thousand: each is judged by itself' }),
    ApiConsumes('application/cloudevents+json', 'application/cloudevents-batch+json', 'application/json'),
    binary('id', 'In binary mode: the body is `data` alone, and what else the event has stands in `ce-` headers.'),
    binary('type', 'In binary mode.'),
    ApiBody({
      description: `One CloudEvent or an array of at most ${MOST}; or the data of one in binary mode.`,
      schema: oneOrMore(EVENT) as never,
      examples: { one: { value: VIEWED }, batch: { value: [VIEWED] } },
    }),
    Answers(),
  );

/** How a page sends what happened on it. */
export const SendsShortForm = () =>
  applyDecorators(
    ApiOperation({
      summary: 'Sends what happened on a page in a short form, as `com.platform.client.event.tracked.v1`',
    }),
    ApiBody({
      description: `What a page tracks in its short form, or an array of at most ${MOST}.`,
      schema: oneOrMore(SHORT) as never,
      examples: { one: { value: TRACKED }, batch: { value: [TRACKED] } },
    }),
    Answers(),
  );
