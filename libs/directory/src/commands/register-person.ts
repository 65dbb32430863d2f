import { Inject } from '@nestjs/common';
import { IsOptional } from 'class-validator';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Line, LONGEST_ID, normaliseName, normaliseNumber, Refusal, type Envelope } from '#kernel';
import { SEALER } from '#platform';
import type { Sealer } from '#protection';
import type { DirectoryEvent } from '../events.js';
import { refuseProblems } from '../invalid.js';
import { PersonDesk } from '../person-desk.js';
import { nameProblem, usernameProblem } from '../rules.js';
import { personStream } from '../streams.js';
import type { DirectoryContext, PersonAnswer } from './context.js';

export class RegisterPersonBody {
  @Line(LONGEST_ID) username: string;
  @Line(100) name: string;
  @IsOptional() @Line(50) phone?: string;
}

/**
 * Makes a person known. They may do nothing until they are given an appointment.
 * @throws Refusal `conflict`/`username-taken`
 */
export class RegisterPerson extends Command<PersonAnswer> {
  readonly word = 'RegisterPerson';

  constructor(
    readonly body: RegisterPersonBody,
    readonly context: DirectoryContext,
  ) {
    super();
  }
}

@CommandHandler(RegisterPerson)
export class RegisterPersonHandler implements ICommandHandler<RegisterPerson> {
  constructor(
    private readonly desk: PersonDesk,
    @Inject(SEALER) private readonly sealer: Sealer,
  ) {}

  async execute({ word, body, context }: RegisterPerson): Promise<PersonAnswer> {
    const { username } = body;
    const problem = usernameProblem(username);
    const wrongName = nameProblem(normaliseName(body.name).text);
    refuseProblems([
      ...(problem ? [{ field: 'username', code: problem }] : []),
      ...(wrongName ? [{ field: 'name', code: wrongName }] : []),
    ]);
    return this.desk.work({
      username,
      command: word,
      body,
      context,
      decide: async ({ state }) => {
        if (state.people.has(username)) throw new Refusal('conflict', 'username-taken');
        return this.registered(body);
      },
    });
  }

  private async registered({ username, name, phone }: RegisterPersonBody): Promise<DirectoryEvent> {
    const subject = personStream(username);
    await this.sealer.ensureKeys([subject]);
    const seal = (value: string) => this.sealer.seal(subject, value) as Envelope<string>;
    const number = normaliseNumber(phone ?? '').text;
    return {
      type: 'person-registered',
      data: { username, name: seal(normaliseName(name).text), ...(number !== '' && { phone: seal(number) }) },
    };
  }
}
