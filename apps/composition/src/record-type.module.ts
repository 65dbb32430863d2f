import { type DynamicModule, Global, Module } from '@nestjs/common';
import { RECORD_TYPE } from '#platform';
import type { RecordType } from '#verification';

/** Says which kind of record this installation verifies. */
@Global()
@Module({})
export class RecordTypeModule {
  static of(type: RecordType): DynamicModule {
    return { module: RecordTypeModule, providers: [{ provide: RECORD_TYPE, useValue: type }], exports: [RECORD_TYPE] };
  }
}
