import { Global, Module } from '@nestjs/common';
import { FactWriter } from './fact-writer';

@Global()
@Module({ providers: [FactWriter], exports: [FactWriter] })
export class FactsModule {}
