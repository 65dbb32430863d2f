import type { AnsweringPeople, Naming } from '#records';
import type { Recorded } from '#kernel';
import { fieldHistories, introducerOf, isEmpty, originOf } from '#verification';
import type { FieldHistory, FieldRun, Introduction, Past, RecordType, Setting } from '#verification';

/** The act that brought a value in: whom an attribution would name, with name, role and unit as of then. */
export interface Origin extends Setting {
  /** The earlier cycle's record in which it was brought in, if it was carried over. */
  readonly recordId?: string;
}

const always = () => true;

/** Finds who brought the values of a record in, also those that were carried over, by the rule that attributions go by. */
export class Origins {
  private readonly histories = new Map<Past, ReadonlyMap<string, FieldHistory>>();

  private constructor(
    private readonly past: Past,
    private readonly type: RecordType,
    private readonly introductions: ReadonlyMap<string, Introduction>,
    private readonly naming: Naming,
  ) {}

  /** Of all runs of some fields. @param events of the record, from the first one on */
  static async of(
    histories: readonly FieldHistory[],
    past: Past,
    { type, people, events }: { readonly type: RecordType; readonly people: AnsweringPeople; readonly events: readonly Recorded[] },
  ): Promise<Origins> {
    const introductions = new Map<string, Introduction>();
    for (const { field, line, runs } of histories) {
      for (const run of runs) {
        const found = isEmpty(run) ? undefined : introducerOf(run, field, line, past, type, always);
        if (found !== undefined) introductions.set(keyOf(run, field), found);
      }
    }
    return new Origins(past, type, introductions, await people.naming([...introductions.values()], events));
  }

  /** Undefined: nothing has ever been there. A value that was taken away has who took it away. */
  of(run: FieldRun, field: string): Origin | undefined {
    const origin = originOf(run.settings);
    const introduction = this.introductions.get(keyOf(run, field));
    if (introduction === undefined) return origin;
    const { by, eventId, recordId } = introduction;
    const setting = this.pastOf(recordId)
      .get(field)
      ?.runs.flatMap(({ settings }) => settings)
      .find((one) => one.eventId === eventId);
    if (setting === undefined) return origin;
    return { ...setting, by: this.naming(by, eventId), ...(recordId !== undefined && { recordId }) };
  }

  /** The fields of a record that this one was carried over from, however many cycles ago; without an id, of the record itself. */
  private pastOf(recordId: string | undefined): ReadonlyMap<string, FieldHistory> {
    let past: Past = this.past;
    let id: string | undefined;
    while (id !== recordId && past.previous !== undefined) {
      id = past.previous.recordId;
      past = past.previous;
    }
    const known = this.histories.get(past) ?? fieldHistories(past.events, this.type);
    this.histories.set(past, known);
    return known;
  }
}

/** Runs of one field begin at different revisions. */
function keyOf({ since }: FieldRun, field: string): string {
  return `${field}/${since}`;
}
