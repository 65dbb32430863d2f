import { Inject, Injectable } from '@nestjs/common';
import { Refusal } from '#kernel';
import type { Clock } from '#event-store';
import type { DirectoryReader } from '#directory';
import { CLOCK, DIRECTORY_READER, RECORD_TYPE } from '#platform';
import { sectionOfField, type RecordType } from '#verification';
import { IdentityClaims } from './identity-claims.js';
import type { PlainValues } from './values.js';

/** A number as somebody wrote it, read. */
export interface ReadIdentity {
  /** As it is claimed and stored. */
  readonly value: string;
  /** Other numbers that may have been meant. */
  readonly alsoMeans: readonly string[];
  /** Where the record keeps it. */
  readonly section: string;
  readonly values: PlainValues;
}

/** Reads the numbers that people write by the rules of the record type, as collecting does. */
@Injectable()
export class WrittenIdentities {
  constructor(
    @Inject(RECORD_TYPE) private readonly type: RecordType,
    @Inject(DIRECTORY_READER) private readonly directory: DirectoryReader,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly claims: IdentityClaims,
  ) {}

  /**
   * @param pointer where it stands in what was sent
   * @throws Refusal `invalid`/`invalid-values` with what is wrong with it
   */
  async read(written: string, cycle: string, pointer: string): Promise<ReadIdentity> {
    const { identityField = '', identityWriting } = this.type;
    const section = sectionOfField(this.type, identityField)?.name ?? '';
    const { value, alsoMeans } = identityWriting?.read(written) ?? { value: written, alsoMeans: [] };
    const values = { [identityField]: value };
    const context = { staffing: await this.directory.current(), cycle, now: this.clock.now() };
    const found = this.type.validate(section, values, context);
    if (found.length === 0) return { value, alsoMeans, section, values };
    const errors = found.map((error) => ({ ...error, pointer }));
    throw new Refusal('invalid', 'invalid-values', { params: { count: errors.length }, errors });
  }

  /** Nobody is opened a second record by writing less than the whole number. @throws Refusal `conflict`/`identity-ambiguous` */
  async mustBeClear({ alsoMeans }: ReadIdentity): Promise<void> {
    for (const other of alsoMeans) {
      if ((await this.claims.holderOf(other)) !== undefined) throw new Refusal('conflict', 'identity-ambiguous');
    }
  }
}
