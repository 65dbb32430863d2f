import type { Envelope } from '#kernel';
import type { EvolvingRecordEvent } from '../model/events.js';
import type { RecordType } from '../model/record-type.js';
import type { Source } from '../model/state.js';
import { JOINT } from '../reading/pending.js';
import type { Act, CoveringSignOff, FieldHistory, NamingReturn } from './field-run.js';
import { OpenRun } from './open-run.js';
import { statedValues } from './stated-values.js';

type Of<Type extends EvolvingRecordEvent['type']> = Extract<EvolvingRecordEvent, { type: Type }>;
type Values = Readonly<Record<string, Envelope>>;

/** A submission that runs, with the run of each field that it froze. */
interface Frozen {
  readonly digest: string;
  readonly runs: readonly OpenRun[];
}

/**
 * The history of every field of a record, from its events alone, in one pass. A sign-off covers the values of the submission whose digest
 * it names, no others.
 */
export function fieldHistories(events: readonly EvolvingRecordEvent[], type: RecordType): ReadonlyMap<string, FieldHistory> {
  const fold = new HistoryFold(type);
  for (const event of events) fold.take(event);
  return fold.histories();
}

class HistoryFold {
  private readonly runs = new Map<string, OpenRun[]>();
  private readonly standing = new Map<string, OpenRun>();
  private readonly sections = new Map<string, { section: string; line: string }>();
  private readonly fieldsOfLine = new Map<string, string[]>();
  private readonly frozen = new Map<string, Frozen>();
  /** What a line's unit field held before a transfer that is under way. */
  private readonly beforeTransfer = new Map<string, OpenRun>();

  constructor(type: RecordType) {
    for (const { name: section, line, fields } of type.sections) {
      for (const { name } of fields) {
        this.sections.set(name, { section, line });
        this.fieldsOfLine.set(line, [...(this.fieldsOfLine.get(line) ?? []), name]);
        this.begin(name, new OpenRun(null, 0));
      }
    }
  }

  histories(): ReadonlyMap<string, FieldHistory> {
    return new Map(
      [...this.sections].map(([field, place]) => {
        const runs = (this.runs.get(field) ?? []).map((run) => run.closed());
        return [field, { field, ...place, runs, standing: this.run(field).closed() }];
      }),
    );
  }

  take(event: EvolvingRecordEvent): void {
    const act = { eventId: event.id, revision: event.revision, time: event.time, by: event.actor };
    switch (event.type) {
      case 'details-recorded':
        return this.set(event.data.values, event.data.source, act);
      case 'statement-recorded':
        return this.stated(event, act);
      case 'record-transferred':
        return this.transferred(event, act);
      case 'transfer-disputed':
        return this.disputed(event, act);
      case 'visit-recorded':
        return this.visited(event, act);
      case 'line-submitted':
        return this.submitted(event, act);
      case 'line-signed-off':
        return this.signedOff(event, act);
      case 'line-returned':
        return this.returned(event, act);
      case 'sign-offs-voided':
        return this.voided(event);
      default:
        return;
    }
  }

  private set(values: Values, source: Source, act: Act): void {
    for (const [field, value] of Object.entries(values)) {
      const standing = this.run(field);
      if (standing.holds(value)) standing.settings.push({ ...act, source });
      else this.replace(field, new OpenRun(value, act.revision, { ...act, source }), act);
    }
  }

  private stated(event: Of<'statement-recorded'>, act: Act): void {
    const { department, file, fileLine, values } = event.data;
    const taken = statedValues(event.data);
    this.set(taken, { kind: 'roster', department, file, fileLine }, act);
    for (const [field, value] of Object.entries(values)) {
      if (taken[field] === undefined && this.run(field).holds(value)) {
        this.run(field).confirmations.push({ ...act, kind: 'statement', department });
      }
    }
  }

  private transferred({ data: { line, values } }: Of<'record-transferred'>, act: Act): void {
    const [field] = Object.keys(values);
    if (field !== undefined) this.beforeTransfer.set(line, this.run(field));
    this.set(values, { kind: 'transfer' }, act);
  }

  /** The unit is again what it was: the run before the transfer goes on, and whoever set it still answers for it. */
  private disputed({ data: { line, values } }: Of<'transfer-disputed'>, act: Act): void {
    const before = this.beforeTransfer.get(line);
    const [field] = Object.keys(values);
    if (before === undefined || field === undefined) return;
    this.run(field).end(act);
    before.reopen();
    this.standing.set(field, before);
  }

  private visited({ data }: Of<'visit-recorded'>, act: Act): void {
    for (const [field, { outcome }] of Object.entries(data.checked)) {
      if (outcome === 'confirmed') this.run(field).confirmations.push({ ...act, kind: 'visit' });
    }
  }

  private submitted({ data: { line, submission, digest } }: Of<'line-submitted'>, act: Act): void {
    const runs = (this.fieldsOfLine.get(line) ?? []).map((field) => this.run(field));
    for (const run of runs) run.submitted({ ...act, line, submission, digest });
    this.frozen.set(line, { digest, runs });
  }

  private signedOff({ data }: Of<'line-signed-off'>, act: Act): void {
    const { line, level, submission, digest, inPlaceOf, bulk } = data;
    const place = inPlaceOf && { inPlaceOf: inPlaceOf.unit };
    const signOff: CoveringSignOff = { ...act, line, level, submission, digest, ...place, bulk };
    for (const run of line === JOINT ? this.everything() : this.frozenUnder(line, digest)) run.signed(signOff);
  }

  /** The joint sign-off is over the digests of all lines as they run; a line that is complete by rule is covered as it stands. */
  private everything(): readonly OpenRun[] {
    return [...this.fieldsOfLine].flatMap(([line, fields]) => this.frozen.get(line)?.runs ?? fields.map((field) => this.run(field)));
  }

  private frozenUnder(line: string, digest: string): readonly OpenRun[] {
    const frozen = this.frozen.get(line);
    return frozen?.digest === digest ? frozen.runs : [];
  }

  private returned({ data: { level, reasons } }: Of<'line-returned'>, act: Act): void {
    for (const { field, reason } of reasons) this.run(field).returned({ ...act, level, reason } satisfies NamingReturn);
  }

  private voided({ id: eventId, data }: Of<'sign-offs-voided'>): void {
    const { line, submission, levels, joint, submissionVoided, cause } = data;
    const everyRun = [...this.runs.values()].flat();
    for (const run of everyRun) {
      run.voidSignOffs(
        { eventId, cause },
        (one) => (one.line === line && one.submission === submission && levels.includes(one.level)) || (joint && one.line === JOINT),
      );
      if (submissionVoided) run.voidSubmission({ eventId, cause }, line, submission);
    }
    if (submissionVoided) this.frozen.delete(line);
  }

  private replace(field: string, run: OpenRun, act: Act): void {
    this.run(field).end(act);
    this.begin(field, run);
  }

  private begin(field: string, run: OpenRun): void {
    this.runs.set(field, [...(this.runs.get(field) ?? []), run]);
    this.standing.set(field, run);
  }

  private run(field: string): OpenRun {
    const standing = this.standing.get(field);
    if (standing !== undefined) return standing;
    // A field that the type does not have is followed, not shown.
    this.begin(field, new OpenRun(null, 0));
    return this.run(field);
  }
}
