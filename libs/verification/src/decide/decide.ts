import { Refusal } from '#kernel';
import type { RecordCommand, World } from '../model/commands.js';
import type { Decision } from '../model/decision.js';
import type { RecordState } from '../model/state.js';
import { allowedActions } from './allowed-actions.js';
import { decideAppealAttribution, decideAttributionAppeal, decideNameDecider } from './attribution.js';
import { decideClose } from './close.js';
import { decideApplyFinding, decideCollect } from './collect.js';
import { decideCloseError, decideCorrect } from './correct.js';
import { decideDisagreement } from './decide-disagreement.js';
import { decideConfirmError, decideDismissError, decideReport } from './errors.js';
import { decideOpen, decideOpenNextCycle } from './open.js';
import { decideAppeal, decideReject } from './reject.js';
import { decideAdopt, decideReopen } from './reopen.js';
import { decideReturn } from './return.js';
import { decideSignOff } from './sign-off.js';
import { decideSubmit } from './submit.js';
import { decideTakeStatements } from './take-statements.js';
import { decideAcceptTransfer, decideDisputeTransfer, decideTransfer } from './transfer.js';
import { decideVisit } from './visit.js';
import { decideWithdraw } from './withdraw.js';

/**
 * Decides a command on a record as it stands: the events that follow, and the appointment under which the person acted. Pure: the same
 * state, command and world always give the same answer.
 * @throws Refusal that names the reason and, where the state or the person is the reason, what this person may do now
 */
export function decide(state: RecordState, command: RecordCommand, world: World): Decision {
  try {
    return decided(state, command, world);
  } catch (error) {
    throw error instanceof Refusal ? withAllowed(error, state, world) : error;
  }
}

function decided(state: RecordState, command: RecordCommand, world: World): Decision {
  switch (command.kind) {
    case 'open':
      return decideOpen(state, command, world);
    case 'open-next-cycle':
      return decideOpenNextCycle(state, command, world);
    case 'collect':
      return decideCollect(state, command, world);
    case 'take-statements':
      return decideTakeStatements(state, command, world);
    case 'apply-finding':
      return decideApplyFinding(state, command, world);
    case 'visit':
      return decideVisit(state, command, world);
    case 'submit':
      return decideSubmit(state, command, world);
    case 'sign-off':
      return decideSignOff(state, command, world);
    case 'return':
      return decideReturn(state, command, world);
    case 'withdraw':
      return decideWithdraw(state, command, world);
    case 'decide-disagreement':
      return decideDisagreement(state, command, world);
    case 'reject':
      return decideReject(state, command, world);
    case 'appeal':
      return decideAppeal(state, command, world);
    case 'correct':
      return decideCorrect(state, command, world);
    case 'close-error':
      return decideCloseError(state, command, world);
    case 'reopen':
      return decideReopen(state, command, world);
    case 'transfer':
      return decideTransfer(state, command, world);
    case 'accept-transfer':
      return decideAcceptTransfer(state, command, world);
    case 'dispute-transfer':
      return decideDisputeTransfer(state, command, world);
    case 'close':
      return decideClose(state, command, world);
    case 'adopt-definition':
      return decideAdopt(state, command, world);
    case 'report-error':
      return decideReport(state, command, world);
    case 'confirm-error':
      return decideConfirmError(state, command, world);
    case 'dismiss-error':
      return decideDismissError(state, command, world);
    case 'appeal-attribution':
      return decideAppealAttribution(state, command, world);
    case 'decide-attribution-appeal':
      return decideAttributionAppeal(state, command, world);
    case 'name-decider':
      return decideNameDecider(state, command, world);
  }
}

function withAllowed(refusal: Refusal, state: RecordState, world: World): Refusal {
  if (refusal.kind !== 'conflict' && refusal.kind !== 'forbidden') return refusal;
  // Who holds no appointment may do nothing at all.
  if (world.staffing.appointmentsOf(world.userId, world.now).length === 0) return refusal;
  const { kind, code, params, errors } = refusal;
  return new Refusal(kind, code, { params, errors, allowed: allowedActions(state, world) });
}
