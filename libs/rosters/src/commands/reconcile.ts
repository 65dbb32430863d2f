import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkedCycle } from '#records';
import { noProgress, type OnProgress } from '../progress.js';
import { Reconciler, type Reconciled } from '../reconciling/reconciler.js';
import type { RosterContext } from './import-rosters.js';

/** Compares all rosters of a cycle with each other and with the records. What has been done already is not done again. */
export class Reconcile extends Command<Reconciled> {
  readonly word = 'Reconcile';

  constructor(
    readonly cycle: string,
    readonly context: RosterContext,
    readonly progress: OnProgress = noProgress,
  ) {
    super();
  }
}

@CommandHandler(Reconcile)
export class ReconcileHandler implements ICommandHandler<Reconcile> {
  constructor(private readonly reconciler: Reconciler) {}

  /** @throws Refusal `invalid`/`wrong-cycle`, `conflict`/`no-officer` */
  async execute({ cycle, context: { userId, alone }, progress }: Reconcile): Promise<Reconciled> {
    return this.reconciler.run(checkedCycle(cycle), { userId, alone }, progress);
  }
}
