import { DeadLetterCopiesStore, DeadLettersStore, ErasedLettersStore, ofPostgres } from '@analytics/infra-postgres';
import { Module } from '@nestjs/common';
import { AuditModule } from '../audit/audit.module';
import { CreationRequestsModule } from '../requests/creation-requests.module';
import { LetterCopies } from './copies/letter-copies';
import { DeadLettersController } from './dead-letters.controller';
import { DeadLettersJanitor } from './dead-letters.janitor';
import { DeadLettersService } from './dead-letters.service';
import { DiscardsService } from './discards.service';
import { ErasedPeople } from './erasures/erased-people';
import { DeadLettersConsumer } from './index/dead-letters.consumer';
import { LetterIndex } from './index/letter-index';
import { LargePayloads } from './payload/large-payloads';
import { LetterPayloads } from './payload/letter-payloads';
import { PayloadSchemasModule } from './payload/payload-schemas.module';

/** What was refused: an index of the dead-letter topic, for operators to look into and to set aside. */
@Module({
  imports: [AuditModule, CreationRequestsModule, PayloadSchemasModule],
  controllers: [DeadLettersConsumer, DeadLettersController],
  providers: [
    ofPostgres(DeadLettersStore),
    ofPostgres(ErasedLettersStore),
    ofPostgres(DeadLetterCopiesStore),
    LetterCopies,
    ErasedPeople,
    LetterIndex,
    LargePayloads,
    LetterPayloads,
    DeadLettersService,
    DiscardsService,
    DeadLettersJanitor,
  ],
  exports: [DeadLettersStore, LetterPayloads],
})
export class DeadLettersModule {}
