import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { Moments } from '#projections';
import { AttributionPasts } from './attribution-pasts.js';
import * as commands from './commands/index.js';
import { IdentityBearers } from './identity-bearers.js';
import { IdentityClaims } from './identity-claims.js';
import { IdentityContests } from './identity-contests.js';
import { RecordsView } from './projections/index.js';
import { queryProviders, RecordsAt, VisitFindings, WaitingGroups } from './queries/index.js';
import { OpenableCycles } from './openable-cycles.js';
import { RecordDesk } from './record-desk.js';
import { RefusedAttempts } from './refused-attempts.js';
import { SampledPopulation } from './sampled-population.js';
import { randomSeeds, SEEDS } from './seeds.js';
import { StatementDesk } from './statement-desk.js';
import { ViewsLog } from './views-log.js';
import { WrittenIdentities } from './written-identities.js';

const commandHandlers = [
  commands.AcceptTransferHandler,
  commands.AdoptDefinitionHandler,
  commands.AppealRecordHandler,
  commands.ApplyFindingHandler,
  commands.BulkReviewHandler,
  commands.CloseRecordHandler,
  commands.CollectDetailsHandler,
  commands.ConfirmErrorHandler,
  commands.CorrectRecordHandler,
  commands.DecideDisagreementHandler,
  commands.DismissErrorHandler,
  commands.DisputeTransferHandler,
  commands.DrawSamplesHandler,
  commands.EscalateLevelHandler,
  commands.OpenNextCycleHandler,
  commands.OpenRecordHandler,
  commands.RecordVisitHandler,
  commands.RejectRecordHandler,
  commands.ReopenRecordHandler,
  commands.ReportErrorHandler,
  commands.ReturnLineHandler,
  commands.SignOffLineHandler,
  commands.SubmitLineHandler,
  commands.TransferLineHandler,
  commands.ViewRecordHandler,
  commands.WithdrawLineHandler,
];

/** The life of a record from opening to closing. */
@Module({
  imports: [CqrsModule],
  providers: [
    RecordDesk,
    StatementDesk,
    AttributionPasts,
    IdentityBearers,
    IdentityClaims,
    IdentityContests,
    OpenableCycles,
    RefusedAttempts,
    ViewsLog,
    WrittenIdentities,
    SampledPopulation,
    { provide: SEEDS, useValue: randomSeeds },
    ...commandHandlers,
    ...queryProviders,
  ],
  exports: [
    RecordDesk,
    StatementDesk,
    AttributionPasts,
    IdentityBearers,
    IdentityClaims,
    IdentityContests,
    OpenableCycles,
    RecordsAt,
    RecordsView,
    VisitFindings,
    WaitingGroups,
    Moments,
  ],
})
export class RecordsModule {}
