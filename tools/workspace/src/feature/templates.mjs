// A feature as it begins: small, honest, tested, in the shape every other feature has.

const contract = ({ Singular, words }) => `/** A ${words} on the wire. */
export interface ${Singular}Body {
  readonly name: string;
}

/** Answer with one ${words}. */
export interface ${Singular}Answer {
  readonly data: ${Singular}Body;
  readonly meta: { readonly request_id: string };
}
`;

const meaning = ({ Singular, words }) => `import { DomainError } from '../errors/domain-error';

const NAME_LIMIT = 100;

export class ${Singular}NameInvalid extends DomainError {
  readonly kind = 'invalid';
  readonly code = 'VALIDATION_FAILED';
  override readonly source = { parameter: 'name' };

  constructor() {
    super(\`the name of a ${words} has 1 to \${NAME_LIMIT} characters\`);
  }
}

/** What a ${words} is; an impossible one cannot be built. */
export class ${Singular} {
  private constructor(readonly name: string) {}

  static of(ask: { name: string }): ${Singular} {
    const name = ask.name.trim();
    if (name.length === 0 || name.length > NAME_LIMIT) throw new ${Singular}NameInvalid();
    return new ${Singular}(name);
  }
}
`;

const meaningSpec = ({
  Singular,
  singular,
  words,
}) => `import { ${Singular}, ${Singular}NameInvalid } from './${singular}';

describe('a ${words}', () => {
  it('keeps its name without the spaces around it', () => {
    expect(${Singular}.of({ name: ' first ' }).name).toBe('first');
  });

  it.each(['', '   ', 'x'.repeat(101)])('is refused with the name "%s"', (name) => {
    expect(() => ${Singular}.of({ name })).toThrow(${Singular}NameInvalid);
  });
});
`;

const service = ({ Plural, Singular, words }) => `import type { ${Singular} } from '@analytics/domain';
import { Injectable } from '@nestjs/common';

/** Decides: compiles what is asked into statements, runs them, folds the rows. Stores come in through the constructor. */
@Injectable()
export class ${Plural}Service {
  /** The ${words} as it stands. */
  answer(asked: ${Singular}): ${Singular} {
    return asked;
  }
}
`;

const response = ({ Singular }) => `import type { ${Singular}Answer } from '@analytics/contracts';
import type { ${Singular} } from '@analytics/domain';

export const to${Singular}Answer = ({ name }: ${Singular}, requestId: string): ${Singular}Answer => ({
  data: { name },
  meta: { request_id: requestId },
});
`;

const controller = ({
  Plural,
  Singular,
  plural,
  singular,
  camelPlural,
}) => `import type { ${Singular}Answer } from '@analytics/contracts';
import { ${Singular} } from '@analytics/domain';
import { currentRequest, Roles } from '@analytics/service-kit';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { to${Singular}Answer } from './${singular}.response';
import { ${Plural}Service } from './${plural}.service';

@ApiTags('${plural}')
@Controller('api/v1/analytics/${plural}')
@Roles('platform_admin')
export class ${Plural}Controller {
  constructor(private readonly ${camelPlural}: ${Plural}Service) {}

  @Get(':name')
  one(@Param('name') name: string): ${Singular}Answer {
    return to${Singular}Answer(this.${camelPlural}.answer(${Singular}.of({ name })), currentRequest()?.requestId ?? '');
  }
}
`;

const module = ({ Plural, plural }, http) => `${
  http
    ? `import { Module } from '@nestjs/common';
import { ${Plural}Controller } from './${plural}.controller';`
    : `import { Module } from '@nestjs/common';`
}
import { ${Plural}Service } from './${plural}.service';

@Module({ ${http ? `controllers: [${Plural}Controller], ` : ''}providers: [${Plural}Service] })
export class ${Plural}Module {}
`;

const serviceSpec = ({ Plural, Singular, plural, words }) => `import { ${Singular} } from '@analytics/domain';
import { ${Plural}Service } from './${plural}.service';

describe('the service of ${words}', () => {
  it('answers with the ${words} that was asked for', () => {
    expect(new ${Plural}Service().answer(${Singular}.of({ name: 'first' })).name).toBe('first');
  });
});
`;

/** Files of a feature as `[path, text]`. A service without HTTP gets no controller. */
export function featureFiles(names, app, { http }) {
  const { plural, singular } = names;
  const folder = `apps/${app}/src/${plural}`;
  const edge = [
    [`${folder}/${plural}.controller.ts`, controller(names)],
    [`${folder}/${singular}.response.ts`, response(names)],
  ];
  return [
    [`libs/contracts/src/${plural}/${singular}.ts`, contract(names)],
    [`libs/domain/src/${plural}/${singular}.ts`, meaning(names)],
    [`libs/domain/src/${plural}/${singular}.spec.ts`, meaningSpec(names)],
    [`${folder}/${plural}.module.ts`, module(names, http)],
    [`${folder}/${plural}.service.ts`, service(names)],
    [`${folder}/${plural}.spec.ts`, serviceSpec(names)],
    ...(http ? edge : []),
  ];
}
