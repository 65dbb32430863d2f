import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { RecordsModule } from '#records';
import { Assessor } from './assessing/assessor.js';
import { PublishedMonths } from './assessing/published-months.js';
import { Restating } from './assessing/restating.js';
import { AppealAttributionHandler } from './commands/appeal-attribution.js';
import { DecideAttributionAppealHandler } from './commands/decide-attribution-appeal.js';
import { NameDeciderHandler } from './commands/name-decider.js';
import { PublishAssessmentHandler } from './commands/publish-assessment.js';
import { ErrorsView } from './projections/errors-view.js';
import { ResponsibilityView } from './projections/responsibility-view.js';
import { Entitlement } from './queries/entitlement.js';
import { ErrorScopes } from './queries/error-scopes.js';
import { ErrorsAt } from './queries/errors-at.js';
import { GetAssessmentHandler } from './queries/get-assessment.js';
import { GetBlameHandler } from './queries/get-blame.js';
import { GetErrorHandler } from './queries/get-error.js';
import { GetLedgerHandler } from './queries/get-ledger.js';
import { ListDeedsHandler } from './queries/list-deeds.js';
import { ListErrorsHandler } from './queries/list-errors.js';
import { VerifyAttributionsHandler } from './queries/verify-attributions.js';

/** Whoever reviews is responsible (谁审核,谁负责): field histories, attributions and appeals, ledgers, monthly assessments. */
@Module({
  imports: [CqrsModule, RecordsModule],
  providers: [
    Assessor,
    PublishedMonths,
    Restating,
    ResponsibilityView,
    ErrorsView,
    ErrorScopes,
    ErrorsAt,
    Entitlement,
    AppealAttributionHandler,
    DecideAttributionAppealHandler,
    NameDeciderHandler,
    PublishAssessmentHandler,
    GetAssessmentHandler,
    GetBlameHandler,
    GetErrorHandler,
    GetLedgerHandler,
    ListDeedsHandler,
    ListErrorsHandler,
    VerifyAttributionsHandler,
  ],
})
export class ResponsibilityModule {}
