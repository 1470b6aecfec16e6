import { COMPATIBILITIES, type Compatibility, SCHEMA_MODES, type SchemaMode } from '@analytics/domain';
import { MayBeAbsent } from '@analytics/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsIn, IsInt, IsObject, IsString, Max, MaxLength, Min, MinLength } from 'class-validator';

export class SchemaParams {
  @ApiProperty({ example: 'com.platform.catalog.game.viewed.v1' })
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  type: string;
}

export class SchemaVersionParams extends SchemaParams {
  @ApiProperty({ minimum: 1 })
  @Type(() => Number)
  @IsInt()
  @Min(1)
  @Max(1_000_000)
  version: number;
}

export class NewSchemaVersion {
  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    description: 'JSON Schema of `data`.',
    example: {
      type: 'object',
      required: ['size'],
      properties: { size: { type: 'integer', minimum: 2, maximum: 40, description: 'How many are in the party.' } },
    },
  })
  @IsDefined()
  @IsObject()
  schema: object;

  @ApiProperty({
    enum: SCHEMA_MODES,
    required: false,
    description: 'As the version before when left out; `reject` at first.',
  })
  @MayBeAbsent()
  @IsIn(SCHEMA_MODES)
  mode?: SchemaMode;

  @ApiProperty({ enum: COMPATIBILITIES, required: false, description: 'What is promised from the next version on.' })
  @MayBeAbsent()
  @IsIn(COMPATIBILITIES)
  compatibility?: Compatibility;

  @ApiProperty({
    required: false,
    maxLength: 200,
    example: 'guilds',
    description: 'The team behind it; as before when left out.',
  })
  @MayBeAbsent()
  @IsString()
  @MinLength(1)
  @MaxLength(200)
  owner?: string;

  @ApiProperty({ required: false, maxLength: 4_000, example: 'A party has been formed.' })
  @MayBeAbsent()
  @IsString()
  @MaxLength(4_000)
  description?: string;

  @ApiProperty({ type: Object, required: false, description: 'A `data` that passes.', example: { size: 5 } })
  @MayBeAbsent()
  @IsObject()
  example?: object;
}

export class NewSchemaMode {
  @ApiProperty({ enum: SCHEMA_MODES })
  @IsIn(SCHEMA_MODES)
  mode: SchemaMode;
}
