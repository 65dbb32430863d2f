import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IdentityClaims } from '../identity-claims.js';
import type { CommandContext } from './answer.js';

/** Finds the student who bears an ID number, or makes a new one: one person is one student only. */
export class ClaimIdentity extends Command<{ studentId: string }> {
  constructor(
    readonly idNumber: string,
    readonly context: CommandContext,
  ) {
    super();
  }
}

@CommandHandler(ClaimIdentity)
export class ClaimIdentityHandler implements ICommandHandler<ClaimIdentity> {
  constructor(private readonly identities: IdentityClaims) {}

  execute(command: ClaimIdentity): Promise<{ studentId: string }> {
    return this.identities.claim(command.idNumber, command.context);
  }
}
