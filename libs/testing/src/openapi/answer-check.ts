import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import type { ApiDocument, ApiOperation, JsonSchema } from './openapi-document';

export interface ApiAnswer {
  readonly status: number;
  readonly retryAfter: string | null;
  readonly text: string;
}

/** What every error is, whatever went wrong. */
const ERRORS: JsonSchema & object = {
  type: 'object',
  properties: {
    errors: {
      type: 'array',
      minItems: 1,
      items: {
        type: 'object',
        properties: {
          code: { type: 'string' },
          title: { type: 'string' },
          detail: { type: 'string' },
          source: { type: 'object' },
        },
        required: ['code', 'title', 'detail'],
      },
    } as JsonSchema,
  },
  required: ['errors'],
};
/** Told by a service that works and cannot just now. */
const DECLARED = [503, 504];

/** Holds answers to what a document says of them. */
export class AnswerCheck {
  private readonly ajv = new Ajv2020({ strict: false, validateFormats: false });
  private readonly compiled = new Map<JsonSchema, ValidateFunction>();

  constructor(private readonly document: ApiDocument) {}

  /** What is wrong with an answer; nothing where it is as described. */
  problemOf({ responses }: ApiOperation, { status, retryAfter, text }: ApiAnswer): string | undefined {
    const isDeclared = DECLARED.includes(status) && (status !== 503 || retryAfter !== null);
    if (status >= 500 && !isDeclared) return `status ${status}`;
    const described = responses[String(status)]?.content?.['application/json']?.schema;
    if (status < 400 && described === undefined) return `status ${status} is not described`;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      return 'no JSON';
    }
    const validate = this.validatorOf(status < 400 ? described! : ERRORS);
    if (validate(value)) return undefined;
    return this.ajv.errorsText(validate.errors, { dataVar: 'answer' });
  }

  private validatorOf(schema: JsonSchema): ValidateFunction {
    const known = this.compiled.get(schema);
    if (known !== undefined) return known;
    const { components } = this.document;
    const validate = this.ajv.compile({ ...schema, components } as object);
    this.compiled.set(schema, validate);
    return validate;
  }
}
