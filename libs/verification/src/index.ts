export { answerersOf } from './attribution/answerers.js';
export { attribute } from './attribution/attribute.js';
export { introducerOf } from './attribution/introducer.js';
export type { Past } from './attribution/past.js';
export * from './assessment/index.js';
export { fieldHistories } from './blame/field-history.js';
export * from './blame/field-run.js';
export * from './decide/allowed-actions.js';
export { actorOf } from './decide/asking.js';
export { mayAppealAttribution } from './decide/attribution.js';
export { mustBeOpenable } from './decide/checks.js';
export { decide } from './decide/decide.js';
export { mayDecideError } from './decide/errors.js';
export {
  openWork,
  WORK_KINDS,
  workDeskOf,
  workTurn,
  type OpenWork,
  type WorkDesk,
  type WorkKind,
  type WorkTurn,
} from './decide/open-work.js';
export { evolve, replay } from './evolve.js';
export * from './messages.js';
export * from './model/commands.js';
export * from './model/decision.js';
export * from './model/events.js';
export * from './model/record-type.js';
export * from './model/responsibility.js';
export * from './model/route.js';
export * from './model/staffing.js';
export * from './model/state.js';
export { agreementOf, visitVerdict, type AgreedCheck, type FieldAgreement, type VisitVerdict } from './visits/agreement.js';
export { kindOfVisit } from './visits/kinds.js';
export { openDisagreements } from './visits/open-disagreements.js';
export { drawSample, populationDigest, sampleSize } from './visits/sample.js';
export { completeDigests, jointDigest, lineDigest } from './reading/digests.js';
export { peopleOf } from './reading/barred.js';
export { eligibleFor, type Eligible } from './reading/eligible.js';
export { initialState } from './reading/initial-state.js';
export { isComplete, lineStateOf, statusOf } from './reading/line-state.js';
export { JOINT, pending } from './reading/pending.js';
export { definitionFor, definitionOf, fieldsOfLine, newestDefinition, sectionOfField } from './reading/type-parts.js';
