import type { FieldError, Json, Text } from '#kernel';
import type { RecordState } from './state.js';
import type { Staffing } from './staffing.js';
import type { Post, Route } from './route.js';
import type { ResponsibilityRules } from './responsibility.js';

/** One field of a section. Field names are unique within a record type. */
export interface FieldDefinition {
  readonly name: string;
  readonly label: Text;
  /** Personal data: encrypted in events, never in the feed, errors or logs. */
  readonly personal: boolean;
  /** Masked in lists and records unless somebody with the right asks for it in clear. */
  readonly masked?: boolean;
}

export interface SectionDefinition {
  readonly name: string;
  readonly label: Text;
  /** The line whose people answer for this section. */
  readonly line: string;
  readonly fields: readonly FieldDefinition[];
}

export interface LineDefinition {
  readonly name: string;
  readonly label: Text;
  /** The field whose value names the unit that the line belongs to (a village, a school); a transfer changes it. */
  readonly unitField: string;
}

export interface DocumentDefinition {
  readonly kind: string;
  readonly label: Text;
}

/** Something that must be there before a line may be submitted and is not. */
export interface MissingRequirement {
  /** `field`, `visit`, `document` … */
  readonly kind: string;
  readonly name: string;
}

/** One of the visits whose findings are held against each other (三联访). */
export interface VisitKind {
  readonly kind: string;
  readonly label: Text;
  /** Where an error comes from that such a visit reports. */
  readonly origin: string;
  /** Whether a visit is one of this kind: by who pays it, or how. */
  matches(visit: { readonly method: string; readonly role: string }): boolean;
}

/** How records are drawn for spot checks (重点巡访), month by month for each unit. */
export interface SamplingRule {
  readonly version: number;
  /** The line whose units are drawn for. */
  readonly line: string;
  /** Whole per cent of the unit's records, rounded up. */
  readonly percent: number;
  /** At least so many, if there are so many. */
  readonly minimum: number;
  /** The kind of visit that a drawn record is to have. */
  readonly kind: string;
  /** Who draws: none of those whose work is looked at. */
  drawers(staffing: Staffing): readonly Post[];
}

/**
 * The rules of one version under which records are worked: pure functions and data of the record type. A record keeps its version for
 * the cycle unless a `definition-adopted` event moves it. A version that has been used is never changed; a new one is added.
 */
export interface WorkflowDefinition {
  readonly version: number;
  /** The level of the joint sign-off over all lines and who gives it. */
  readonly joint: { readonly level: string; posts(staffing: Staffing): readonly Post[] };
  /** Whole days that a level has from the moment it is its turn. A level that is not named has none. */
  readonly deadlineDays: Readonly<Record<string, number>>;
  /** What people in these roles must have completed (培训) before they collect, submit, correct or visit. Absent: nothing. */
  readonly training?: { readonly course: string; readonly roles: readonly string[] };
  /** Who may collect, correct and submit on a line as the record stands now; empty if nobody can say. */
  collectors(line: string, record: RecordState, staffing: Staffing): readonly Post[];
  /** Who may record visits. */
  visitors(record: RecordState, staffing: Staffing): readonly Post[];
  /** Who may collect for a unit that a line is to be transferred to, so may accept or dispute it; empty for a unit that cannot hold the line. */
  receivers(line: string, unit: string, staffing: Staffing): readonly Post[];
  /** Who may state values in the name of a source (a department's roster). */
  staters(source: string, staffing: Staffing): readonly Post[];
  /** Who may open a record by hand. */
  readonly openers: readonly Pick<Post, 'role'>[];
  /** Who may reject, and who may reopen an approved record. */
  rejecters(staffing: Staffing): readonly Post[];
  /** Who may confirm or dismiss a reported error. */
  errorConfirmers(staffing: Staffing): readonly Post[];
  /** Who names an officer where none is left to decide an error, and to decide an appeal against an attribution. Absent: nobody. */
  auditors?(staffing: Staffing): readonly Post[];
  /**
   * The visits whose findings are held against each other and against the record (三联访): what differs from a signed value is an error, from
   * one that nobody has signed a disagreement. Absent: none are.
   */
  readonly visitKinds?: readonly VisitKind[];
  /** Absent: nothing is drawn for spot checks. */
  readonly sampling?: SamplingRule;
  /** Version of the rule that confirmed errors are attributed by. Absent: the first. */
  readonly attribution?: number;
  /** The route of a line from the values as they are. Only asked when nothing is missing. */
  route(line: string, record: RecordState, staffing: Staffing): Route;
  /** What must be there before the line may be submitted and is not. Empty: it may. */
  missing(line: string, record: RecordState, staffing: Staffing): readonly MissingRequirement[];
  /**
   * What the joint sign-off must give a reason for, as codes (the payee is neither head of the household nor guardian …).
   */
  crossCheck(record: RecordState): readonly string[];
  /** Whether an approved record may be paid from. */
  payable(record: RecordState): boolean;
  /** Which sources' statements win for a field, first wins; sources that are not named rank last, among themselves the later one wins. */
  readonly precedence: Readonly<Record<string, readonly string[]>>;
  /** Fields whose value is the sorted union of what all sources state (they hold string arrays). */
  readonly unionFields: readonly string[];
}

/** What a validation may look at besides the values. */
export interface ValidationContext {
  readonly staffing: Staffing;
  readonly cycle: string;
  /** UTC time of the act. */
  readonly now: string;
}

/** How the value of the identity field is read from what people write. */
export interface IdentityWriting {
  /** The value as it is claimed and stored, and other values that may have been meant. It may still be none: `validate` says so. */
  read(written: string): { readonly value: string; readonly alsoMeans: readonly string[] };
}

/** Something that visits are told apart by. */
export interface VisitCode {
  readonly code: string;
  readonly label: Text;
}

/** What visits of a record type may be. */
export interface VisitRules {
  readonly methods: readonly VisitCode[];
  readonly purposes: readonly VisitCode[];
}

/** A kind of record: everything that the engine must know about it, in one folder of its own. */
export interface RecordType {
  readonly name: string;
  readonly label: Text;
  readonly lines: readonly LineDefinition[];
  readonly sections: readonly SectionDefinition[];
  readonly documents: readonly DocumentDefinition[];
  /** The field that says who a subject is; its values are claimed, so that one person is one subject only. */
  readonly identityField?: string;
  /** Absent: it is taken as it is written. */
  readonly identityWriting?: IdentityWriting;
  readonly definitions: readonly WorkflowDefinition[];
  /** Absent: visits are what people call them. */
  readonly visits?: VisitRules;
  /** How people come to know of errors that they report, as codes. Absent: what people call it. */
  readonly errorOrigins?: readonly string[];
  /** The first and the last day of a cycle, YYYY-MM-DD: what is done for it is done on them. Absent: on any day. */
  cycleDays?(cycle: string): { readonly from: string; readonly to: string };
  /**
   * What keeps a cycle from being opened on a day (YYYY-MM-DD) for the one that these values are of, as a code; undefined: nothing. Absent: any
   * may be.
   */
  cycleProblem?(cycle: string, opening: { readonly day: string; readonly values: Readonly<Record<string, Json>> }): string | undefined;
  /** Who answers, and how units are assessed. Absent: nobody is assessed. */
  readonly responsibility?: ResponsibilityRules;
  /** Reasons that a record may be closed for, as codes; `duplicate` names the record that it is one of. */
  readonly closingReasons: readonly string[];
  /**
   * A value of a field as it should be written, whoever brings it: so that equal texts are equal. It guesses nothing, and leaves alone what is
   * no text. Absent: as texts are written everywhere.
   */
  normalise?(field: string, value: Json): Json;
  /** Field errors of a section's values; empty: they are good. `null` as a value clears a field and is always good. */
  validate(section: string, values: Readonly<Record<string, Json>>, context: ValidationContext): readonly FieldError[];
  /** What is odd but may be true, to be shown, never to refuse. */
  warnings(record: RecordState, context: ValidationContext): readonly FieldError[];
}
