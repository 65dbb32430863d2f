import { Inject, Injectable } from '@nestjs/common';
import { CommandBus, type ICommand } from '@nestjs/cqrs';
import type { Catalogue, Language } from '#kernel';
import { checked, type CommandAnswer } from '#records';
import type { Checking } from '../http/acting.js';
import { CATALOGUE } from '../http/catalogue.js';
import type { ToldCheck } from './record-answers.js';
import { toldCheck } from './told-record.js';

/** What a command answers that may be only checked. */
export type Answered = CommandAnswer | ToldCheck;

/** Runs a command, or says what it would meet. */
@Injectable()
export class RunsOrChecks {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CATALOGUE) private readonly catalogue: Catalogue,
  ) {}

  /** @param command reads the body as well: what is wrong with it is one of the errors */
  async run({ check }: Checking, language: Language, command: () => ICommand): Promise<Answered> {
    const work = async (): Promise<CommandAnswer> => this.commands.execute(command());
    return check === true ? toldCheck(await checked(work), this.catalogue, language) : work();
  }
}
