import { MayBeAbsent } from '@analytics/service-kit';
import { ApiProperty } from '@nestjs/swagger';
import { IsObject, IsString, IsUUID, Matches } from 'class-validator';

export class PipelineParams {
  @ApiProperty({ example: 'rebuild-marts' })
  @IsString()
  @Matches(/^[a-z][a-z0-9-]{0,79}$/)
  name: string;
}

export class PipelineRunParams extends PipelineParams {
  @ApiProperty({ format: 'uuid' })
  @IsUUID()
  id: string;
}

export class NewPipelineRun {
  @ApiProperty({
    type: Object,
    required: false,
    description: 'As the pipeline describes them.',
    example: {},
  })
  @MayBeAbsent()
  @IsObject()
  parameters: Record<string, unknown> = {};
}
