import type { Json, Recorded } from '#kernel';
import { evolve, initialState, type EvolvingRecordEvent, type RecordEvent, type RecordState } from '#verification';
import { LINES } from '../rules/lines.js';
import type { Difference, ErrorStory, Happened, Story } from './story.js';

/** A story that is still being told: the one place in which it changes. */
export class Telling implements Story {
  state: RecordState = initialState;
  begun?: RecordState;
  key = '';
  continued = false;
  readonly touched = new Map<string, string>();
  readonly happened = new Map<string, Happened>();
  readonly refused = new Set<string>();
  readonly escalated = new Set<string>();
  readonly differences: Difference[] = [];
  readonly errors = new Map<string, ErrorStory>();
  readonly hands = new Map<string, Set<string>>();
  readonly openedAt: string;
  readonly openedBy: Story['openedBy'];
  readonly openedWith: string;

  constructor(
    readonly recordId: string,
    readonly cycle: string,
    opening: Recorded,
    readonly previous?: Telling,
  ) {
    this.openedAt = opening.time;
    this.openedBy = opening.actor;
    this.openedWith = opening.commandId;
  }

  /** One more event of the record's stream. @param begin until when the run of the demo had not begun */
  tell(recorded: Recorded, begin: string): void {
    const event = recorded as Recorded & EvolvingRecordEvent;
    this.state = evolve(this.state, event);
    if (event.time <= begin) this.begun = this.state;
    this.note(event.type, event.time);
    this.noteLines(event);
    this.noteMore(event);
    this.noteHands(event);
    const number = this.state.fields['idNumber']?.v;
    if (this.key === '' && typeof number === 'string') this.key = number;
  }

  private note(what: string, time: string): void {
    this.happened.set(what, { times: (this.happened.get(what)?.times ?? 0) + 1, last: time });
  }

  private noteLines(event: RecordEvent & { readonly time: string }): void {
    for (const line of linesOf(event)) {
      this.touched.set(line, event.time);
      this.note(`${event.type}:${line}`, event.time);
    }
  }

  private noteHands({ type, data, actor }: RecordEvent & Pick<Recorded, 'actor'>): void {
    const people = actor.onBehalfOf === undefined ? [actor.userId] : [actor.userId, actor.onBehalfOf];
    for (const what of handledBy(type, data)) {
      const hands = this.hands.get(what) ?? new Set();
      for (const person of people) hands.add(person);
      this.hands.set(what, hands);
    }
  }

  private noteMore({ type, data, time, actor }: RecordEvent & Pick<Recorded, 'time' | 'actor'>): void {
    switch (type) {
      case 'line-returned':
        return this.note(`${type}:${data.level}`, time);
      case 'visit-recorded':
        for (const [field, { outcome, value }] of Object.entries(data.checked)) {
          if (outcome === 'differs' && value !== undefined) this.differences.push({ field, value: value.v, time, by: actor });
        }
        return;
      case 'error-reported':
        this.errors.set(data.errorId, { reportedAt: time, origin: data.origin, ...rightOf(data.right) });
        return;
      case 'error-confirmed':
      case 'error-dismissed':
        return this.noteError(data.errorId, { decidedAt: time });
      case 'attribution-appealed': {
        const { appealedAt = new Map<string, string>() } = this.errors.get(data.errorId) ?? {};
        return this.noteError(data.errorId, { appealedAt: new Map([...appealedAt, [actor.userId, time]]) });
      }
      case 'decider-named':
        return data.matter === 'appeal' ? this.noteError(data.errorId, { namedAt: time }) : undefined;
      default:
        return;
    }
  }

  private noteError(errorId: string, more: Partial<ErrorStory>): void {
    const reported = this.errors.get(errorId);
    if (reported !== undefined) this.errors.set(errorId, { ...reported, ...more });
  }
}

/** The fields that an act sets or confirms, and the lines that it answers for. */
function handledBy(type: string, data: object): readonly string[] {
  const { values, checked, line } = data as { values?: object; checked?: Record<string, { outcome: string }>; line?: string };
  const confirmed = Object.keys(checked ?? {}).filter((field) => checked?.[field]?.outcome === 'confirmed');
  const fields = [...Object.keys(values ?? {}), ...confirmed].map((field) => `field:${field}`);
  if (type !== 'line-submitted' && type !== 'line-signed-off') return fields;
  return line === 'joint' ? LINES.map((name) => `line:${name}`) : [`line:${line}`];
}

function rightOf(right: { readonly v: Json } | undefined): { right?: Json } {
  return right === undefined ? {} : { right: right.v };
}

/** The lines that an event is about; a statement is about whatever it speaks of. */
function linesOf({ type, data }: RecordEvent): readonly string[] {
  if (type === 'record-reopened') return data.lines;
  return 'line' in data && data.line !== 'joint' ? [data.line] : [];
}
