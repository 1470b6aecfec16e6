import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, ValidateNested } from 'class-validator';
import { MetricValuesRequest } from '../../metrics/metric-values.request';
import { DEFINITION } from '../definitions.openapi';

/** Body of `POST /metrics/definitions/preview`. */
export class PreviewRequest {
  @ApiProperty({ ...DEFINITION, description: 'The definition as it would be sent to be kept.' } as never)
  @IsDefined()
  @IsObject()
  definition: Record<string, unknown>;

  @ApiProperty({ type: MetricValuesRequest, description: 'As the query of GET /metrics/values/{name}.' })
  @IsDefined()
  @IsObject()
  @ValidateNested()
  @Type(() => MetricValuesRequest)
  question: MetricValuesRequest;
}
