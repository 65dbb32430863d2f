import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import * as records from '#records';
import type { CommandAnswer } from '#records';
import type { Language } from '#kernel';
import { visitRules } from '#student-aid';
import type { VisitCode } from '#verification';
import { By, ByOrCheck, ByUpon, ByUponOrCheck, type Acting, type Checking } from '../http/acting.js';
import { In } from '../http/language.js';
import { Operation } from '../openapi/operation.js';
import { bulkAnswer, escalationAnswer, viewAnswer } from './record-answers.js';
import { bodies, bulkExample, escalationExample, viewExample } from './record-examples.js';
import { RunsOrChecks, type Answered } from './runs-or-checks.js';
import { answer, checkable, upon, withId } from './upon.js';

/** Methods and purposes are those of the record type. */
const visitCodes = {
  method: codesOf(visitRules.methods),
  purpose: codesOf(visitRules.purposes),
};

function codesOf(codes: readonly VisitCode[]): Readonly<Record<string, unknown>> {
  return {
    enum: codes.map(({ code }) => code),
    description: codes.map(({ code, label }) => `${code}: ${label.zh}, ${label.en}`).join('; '),
  };
}

const located = ({ recordId }: CommandAnswer) => `/api/records/${recordId}`;

/** What people do to a record: each method reads its body by the rules of its class and hands the command on. */
@Controller('api/records')
export class RecordCommandsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runs: RunsOrChecks,
  ) {}

  @Post()
  @Operation({
    summary: '建立档案 Open a record by hand',
    description: 'A record is one student in one school year. Without a usable ID number a reason is needed.',
    needs: 'command',
    status: 201,
    answer,
    etag: true,
    location: located,
    body: { type: records.OpenRecordBody, example: bodies.open },
    checks: checkable,
    refusals: { 409: 'record-exists', 412: 'stale-revision' },
  })
  openRecord(@Body() body: unknown, @ByOrCheck() acting: Checking, @In() language: Language): Promise<Answered> {
    return this.runs.run(acting, language, () => new records.OpenRecord(records.readBody(records.OpenRecordBody, body), acting));
  }

  @Post(':id/details')
  @Operation({
    summary: '采集 Enter values of one section',
    description: "Another value than before ends what runs on the section's line. `null` clears a field.",
    ...upon({ type: records.CollectDetailsBody, example: bodies.details }, 'line-locked'),
    checks: checkable,
  })
  collectDetails(
    @Param('id') id: string,
    @Body() body: unknown,
    @ByUponOrCheck() acting: Checking,
    @In() language: Language,
  ): Promise<Answered> {
    return this.runs.run(
      acting,
      language,
      () => new records.CollectDetails(id, records.readBody(records.CollectDetailsBody, body), acting),
    );
  }

  @Post(':id/visits')
  @Operation({
    summary: '三联访 Record a visit',
    description: 'It changes no value: what differs is for people to decide. The date lies within the school year and not in the future.',
    ...upon({ type: records.RecordVisitBody, example: bodies.visit, narrowed: visitCodes }, 'record-closed'),
    checks: checkable,
  })
  recordVisit(
    @Param('id') id: string,
    @Body() body: unknown,
    @ByUponOrCheck() acting: Checking,
    @In() language: Language,
  ): Promise<Answered> {
    return this.runs.run(acting, language, () => new records.RecordVisit(id, records.readBody(records.RecordVisitBody, body), acting));
  }

  @Post(':id/submissions')
  @Operation({
    summary: '送审 Submit a line',
    description: 'Freezes the line and sends it to the first level of its route.',
    ...upon({ type: records.SubmitLineBody, example: bodies.submission }, 'requirements-missing'),
    checks: checkable,
  })
  submitLine(
    @Param('id') id: string,
    @Body() body: unknown,
    @ByUponOrCheck() acting: Checking,
    @In() language: Language,
  ): Promise<Answered> {
    return this.runs.run(acting, language, () => new records.SubmitLine(id, records.readBody(records.SubmitLineBody, body), acting));
  }

  @Post(':id/withdrawals')
  @Operation({
    summary: "撤回 Take back one's own submission, or sign-off, before the next has acted",
    description:
      'Without `level` the submission, until somebody has signed it; with it the sign-off, until the next level has acted. It was signed all the same.',
    ...upon({ type: records.WithdrawLineBody, example: bodies.withdrawal }, 'next-has-acted'),
  })
  withdrawLine(@Param('id') id: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    return this.commands.execute(new records.WithdrawLine(id, records.readBody(records.WithdrawLineBody, body), acting));
  }

  @Post(':id/transfers')
  @Operation({
    summary: '转接 Give a line to another school or village',
    ...upon({ type: records.TransferLineBody, example: bodies.transfer }, 'transfer-pending'),
    checks: checkable,
  })
  transferLine(
    @Param('id') id: string,
    @Body() body: unknown,
    @ByUponOrCheck() acting: Checking,
    @In() language: Language,
  ): Promise<Answered> {
    return this.runs.run(acting, language, () => new records.TransferLine(id, records.readBody(records.TransferLineBody, body), acting));
  }

  @Post(':id/transfers/acceptance')
  @Operation({
    summary: '接收 Take a transferred line over',
    ...upon({ type: records.AcceptTransferBody, example: bodies.acceptance }, 'no-transfer'),
  })
  acceptTransfer(@Param('id') id: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    return this.commands.execute(new records.AcceptTransfer(id, records.readBody(records.AcceptTransferBody, body), acting));
  }

  @Post(':id/transfers/dispute')
  @Operation({
    summary: '异议 Give a transferred line back',
    ...upon({ type: records.DisputeTransferBody, example: bodies.dispute }, 'no-transfer'),
  })
  disputeTransfer(@Param('id') id: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    return this.commands.execute(new records.DisputeTransfer(id, records.readBody(records.DisputeTransferBody, body), acting));
  }

  @Post(':id/closure')
  @Operation({
    summary: '结案 Close a record',
    ...upon({ type: records.CloseRecordBody, example: bodies.closure }, 'record-closed'),
  })
  closeRecord(@Param('id') id: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    return this.commands.execute(new records.CloseRecord(id, records.readBody(records.CloseRecordBody, body), acting));
  }

  @Post(':id/appeals')
  @Operation({
    summary: '申诉 Appeal against a rejection',
    ...upon({ type: records.AppealRecordBody, example: bodies.appeal }, 'record-not-rejected'),
  })
  appealRejection(@Param('id') id: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    return this.commands.execute(new records.AppealRecord(id, records.readBody(records.AppealRecordBody, body), acting));
  }

  @Post(':id/reopening')
  @Operation({
    summary: '重启 Reopen an approved record',
    ...upon({ type: records.ReopenRecordBody, example: bodies.reopening }, 'record-not-approved'),
  })
  reopenRecord(@Param('id') id: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    return this.commands.execute(new records.ReopenRecord(id, records.readBody(records.ReopenRecordBody, body), acting));
  }

  @Post(':id/definition')
  @Operation({
    summary: '采用新流程 Move a record to another version of its workflow definition',
    ...upon({ type: records.AdoptDefinitionBody, example: bodies.definition }, 'record-approved'),
  })
  adoptDefinition(@Param('id') id: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    return this.commands.execute(new records.AdoptDefinition(id, records.readBody(records.AdoptDefinitionBody, body), acting));
  }

  @Post(':id/errors')
  @Operation({
    summary: '差错 Report that a value is wrong',
    description:
      'Of a value that has been signed: the one that stands, or with `event` an earlier one. Two reports of the same wrong value are one error, and both answers name it.',
    ...upon({ type: records.ReportErrorBody, example: bodies.error }, 'value-not-signed'),
  })
  reportError(@Param('id') id: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    return this.commands.execute(new records.ReportError(id, records.readBody(records.ReportErrorBody, body), acting));
  }

  @Post(':id/corrections')
  @Operation({
    summary: '更正 Correct what a confirmed error names, or say that it has been changed already',
    description:
      '`{error, values}` sets the right value and sends its line up again. `{error, alreadyChanged: true}` closes an error about a value that has been changed since; nothing else changes by that.',
    ...upon({ type: records.CorrectionBody, example: bodies.correction }, 'error-not-confirmed'),
  })
  correctRecord(@Param('id') id: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    return this.commands.execute(records.correctionOf(id, records.readBody(records.CorrectionBody, body), acting));
  }

  @Post(':id/next-cycle')
  @Operation({
    summary: "动态调整 Open the next school year's record from this approved one",
    ...upon({ type: records.OpenNextCycleBody, example: bodies.nextCycle }, 'record-not-approved'),
    status: 201,
    location: located,
  })
  openNextCycle(@Param('id') id: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    return this.commands.execute(new records.OpenNextCycle(id, records.readBody(records.OpenNextCycleBody, body), acting));
  }

  @Post(':id/reviews')
  @Operation({
    summary: '审核 Approve or return a line at a level, or reject the record',
    description:
      'The digest says what was reviewed, so no If-Match is asked for and work on one line never blocks the other. `line: joint` is the county over both lines.',
    needs: 'command',
    answer,
    etag: true,
    body: { type: records.ReviewBody, example: bodies.review },
    checks: checkable,
    refusals: { 409: 'stale-digest', 412: 'stale-revision' },
  })
  reviewRecord(@Param('id') id: string, @Body() body: unknown, @ByOrCheck() acting: Checking, @In() language: Language): Promise<Answered> {
    return this.runs.run(acting, language, () => records.reviewOf(id, records.readBody(records.ReviewBody, body), acting));
  }

  @Post(':id/views')
  @Operation({
    summary: '查阅 Say that the acting person has a submission and its documents on the screen, or no longer',
    description:
      'Kept beside the record. The first begins a view, each one after it is a sign of life; it ends with this person’s next view or decision, with `hidden: true`, or two minutes after its last sign of life, by the server’s clock. Each sign-off stores what its signer had viewed of that submission, and for how long.',
    needs: 'command',
    answer: { schema: viewAnswer, example: viewExample },
    body: { type: records.ViewRecordBody, example: bodies.view },
    refusals: { 409: 'stale-digest', 503: 'too-many-views' },
  })
  viewRecord(@Param('id') id: string, @Body() body: unknown, @By() acting: Acting): Promise<records.ViewAnswer> {
    return this.commands.execute(new records.ViewRecord(id, records.readBody(records.ViewRecordBody, body), acting));
  }

  @Post(':id/escalations')
  @Operation({
    summary: '逾期上报 Tell the post above that a level is past its deadline',
    needs: 'command',
    answer: { schema: escalationAnswer, example: escalationExample },
    body: { type: records.EscalateLevelBody, example: bodies.escalation },
    refusals: { 409: 'not-overdue' },
  })
  escalateLevel(@Param('id') id: string, @Body() body: unknown, @By() acting: Acting): Promise<records.EscalationAnswer> {
    return this.commands.execute(new records.EscalateLevel(id, records.readBody(records.EscalateLevelBody, body), acting));
  }
}

/** Bulk approval (批量审核). */
@Controller('api/reviews')
export class ReviewsController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Operation({
    summary: '批量审核 Approve many lines, one event for each record',
    description:
      'The server draws samples, a tenth and at least three, that the acting person must have viewed: 409 names those that are missing. Answers an outcome for each. With the same Idempotency-Key it goes on where it broke off, and once done answers as it did.',
    needs: 'command',
    answer: { schema: bulkAnswer, example: bulkExample },
    body: { type: records.BulkReviewBody, example: bodies.bulk },
    refusals: { 409: 'samples-not-viewed' },
  })
  reviewInBulk(@Body() body: unknown, @By() acting: Acting): Promise<records.BulkAnswer> {
    return this.commands.execute(new records.BulkReview(records.readBody(records.BulkReviewBody, body), acting));
  }
}

/** Decisions about reported errors (差错). */
@Controller('api/errors')
export class ErrorsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/confirmation')
  @Operation({
    summary: '确认差错 Confirm an error, or say that the value was right and became outdated',
    ...upon({ type: records.ConfirmErrorBody, example: bodies.confirmation, without: ['errorId'] }, 'error-decided'),
  })
  confirmError(@Param('id') errorId: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    const full = records.readBody(records.ConfirmErrorBody, withId(errorId, body));
    return this.commands.execute(new records.ConfirmError(records.recordOfError(errorId), full, acting));
  }

  @Post(':id/dismissal')
  @Operation({
    summary: '驳回差错 Dismiss an error: the value is right after all',
    ...upon({ type: records.DismissErrorBody, example: bodies.dismissal, without: ['errorId'] }, 'error-decided'),
  })
  dismissError(@Param('id') errorId: string, @Body() body: unknown, @ByUpon() acting: Acting): Promise<CommandAnswer> {
    const full = records.readBody(records.DismissErrorBody, withId(errorId, body));
    return this.commands.execute(new records.DismissError(records.recordOfError(errorId), full, acting));
  }
}
