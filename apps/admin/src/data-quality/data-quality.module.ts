import { Module } from '@nestjs/common';
import { RefusedBySchemaModule } from '../schemas/schema-refusals';
import { DataQualityController } from './data-quality.controller';

@Module({ imports: [RefusedBySchemaModule], controllers: [DataQualityController] })
export class DataQualityModule {}
