import type { FieldError, Json } from '#kernel';
import type { RecordType, SectionDefinition, ValidationContext, WorkflowDefinition } from '../model/record-type.js';
import type { Post } from '../model/route.js';
import type { Staffing } from '../model/staffing.js';
import type { RecordState } from '../model/state.js';

type Values = Readonly<Record<string, Json>>;

const text = (name: string) => ({ zh: name, en: name });
const field = (name: string) => ({ name, label: text(name), personal: false });
const section = (name: string, fields: readonly string[]): SectionDefinition => ({
  name,
  label: text(name),
  line: name,
  fields: fields.map(field),
});

const KINDS: Readonly<Record<string, string>> = { depot: 'depot', workshop: 'workshop' };
/** Sources, and whose keeper speaks for each. */
const SOURCES: Readonly<Record<string, string>> = { stores: 'stores', maker: 'stores', insurer: 'insurer' };
const CODES: Readonly<Record<string, readonly string[]>> = { worth: ['small', 'large', 'precious'], use: ['away', 'on-site'] };

function valueIn({ fields }: RecordState, name: string): string | undefined {
  const value = fields[name]?.v;
  return typeof value === 'string' ? value : undefined;
}

function atTop(staffing: Staffing, role: string, line: string): readonly Post[] {
  const top = staffing.top();
  return top === undefined ? [] : [{ role, unit: top.code, line }];
}

const chiefs = (staffing: Staffing) => atTop(staffing, 'chief', 'board');
const keepers = (staffing: Staffing, source: string) => atTop(staffing, 'keeper', source);
const clerk = (unit: string, line: string): Post => ({ role: 'clerk', unit, line });

/** Clerks of the unit that holds the line; while there is none, the keeper of the stores, for a borrower also the depot's clerks. */
function collectors(line: string, record: RecordState, staffing: Staffing): readonly Post[] {
  const depot = valueIn(record, 'depot');
  const workshop = valueIn(record, 'workshop');
  const ofDepot = depot === undefined ? keepers(staffing, 'stores') : [clerk(depot, 'tool')];
  if (line === 'tool') return ofDepot;
  return workshop === undefined ? [...ofDepot, ...keepers(staffing, 'stores')] : [clerk(workshop, 'borrower')];
}

/** By which rule nobody has to vouch for the borrower; it may depend on the other line. */
function borrowerRule(record: RecordState): string | undefined {
  if (valueIn(record, 'use') === 'on-site') return 'on-site';
  return valueIn(record, 'worth') === 'small' ? 'small-tool' : undefined;
}

function route(line: string, record: RecordState, staffing: Staffing) {
  const chief = chiefs(staffing);
  const yard = [...atTop(staffing, 'checker', 'tool'), ...chief];
  if (line === 'tool') {
    const depot: Post = { role: 'checker', unit: valueIn(record, 'depot') ?? '', line: 'tool' };
    return {
      case: 'tool',
      steps: [
        { level: 'depot', posts: [depot, ...yard] },
        { level: 'yard', posts: yard },
      ],
    };
  }
  const rule = borrowerRule(record);
  if (rule !== undefined) return { case: rule, steps: [] };
  const workshop: Post = { role: 'checker', unit: valueIn(record, 'workshop') ?? '', line: 'borrower' };
  return { case: 'borrower', steps: [{ level: 'workshop', posts: [workshop, ...chief] }] };
}

function missing(line: string, record: RecordState) {
  const needed = line === 'tool' ? ['depot', 'worth'] : borrowerRule(record) === undefined ? ['workshop', 'use'] : [];
  return needed.filter((name) => valueIn(record, name) === undefined).map((name) => ({ kind: 'field', name }));
}

const current: WorkflowDefinition = {
  version: 2,
  joint: { level: 'board', posts: chiefs },
  deadlineDays: { depot: 3, yard: 5, board: 7 },
  collectors,
  visitors: (record, staffing) => [...collectors('tool', record, staffing), ...collectors('borrower', record, staffing)],
  receivers: (line, unit, staffing) =>
    staffing.unit(unit)?.kind === (line === 'tool' ? 'depot' : 'workshop') ? [clerk(unit, line === 'tool' ? 'tool' : 'borrower')] : [],
  staters: (source, staffing) => keepers(staffing, SOURCES[source] ?? 'nobody'),
  openers: [{ role: 'clerk' }, { role: 'keeper' }],
  rejecters: chiefs,
  auditors: (staffing) => atTop(staffing, 'auditor', ''),
  visitKinds: ['spot-check', 'call'].map((kind) => ({
    kind,
    label: text(kind),
    origin: kind,
    matches: ({ method }) => method === kind,
  })),
  errorConfirmers: (staffing) => [...keepers(staffing, 'stores'), ...keepers(staffing, 'insurer'), ...chiefs(staffing)],
  route,
  missing,
  crossCheck: (record) => (valueIn(record, 'worth') === 'precious' && valueIn(record, 'use') === 'away' ? ['precious-away'] : []),
  payable: (record) => valueIn(record, 'use') === 'away',
  precedence: { depot: ['stores', 'insurer'], worth: ['insurer', 'stores'], use: ['stores', 'insurer'] },
  unionFields: ['accessories'],
};

/** The first rules asked for a look at the tool, a slip for a precious one, and a decision that it stays on the site. */
const first: WorkflowDefinition = {
  ...current,
  version: 1,
  deadlineDays: { depot: 1 },
  missing: (line, record) => [
    ...missing(line, record),
    ...(line === 'tool' && record.visits.length === 0 ? [{ kind: 'visit', name: 'any' }] : []),
    ...(line === 'tool' && valueIn(record, 'worth') === 'precious' ? [{ kind: 'document', name: 'slip' }] : []),
    ...(line === 'borrower' && valueIn(record, 'use') === 'on-site' && record.fields['use']?.source.kind !== 'finding'
      ? [{ kind: 'finding', name: 'on-site' }]
      : []),
  ],
};

function validate(name: string, values: Values, { staffing }: ValidationContext): readonly FieldError[] {
  const fields = toolLoan.sections.find((one) => one.name === name)?.fields ?? [];
  return Object.entries(values).flatMap(([key, value]): readonly FieldError[] => {
    const known = fields.some((one) => one.name === key);
    return known && (value === null || isGood(key, value, staffing)) ? [] : [{ pointer: `/values/${key}`, code: 'wrong-code' }];
  });
}

function isGood(name: string, value: Json, staffing: Staffing): boolean {
  if (name === 'accessories') return Array.isArray(value) && value.every((item) => typeof item === 'string');
  if (typeof value !== 'string') return false;
  return CODES[name]?.includes(value) ?? staffing.unit(value)?.kind === KINDS[name];
}

/** A record type of nobody's county: a tool is lent. Proves that the engine knows only what a type tells it. */
export const toolLoan: RecordType = {
  name: 'tool-loan',
  label: text('tool loan'),
  lines: [
    { name: 'tool', label: text('tool'), unitField: 'depot' },
    { name: 'borrower', label: text('borrower'), unitField: 'workshop' },
  ],
  sections: [section('tool', ['depot', 'worth', 'accessories']), section('borrower', ['workshop', 'use'])],
  documents: [{ kind: 'slip', label: text('slip') }],
  definitions: [first, current],
  closingReasons: ['given-back', 'duplicate'],
  validate,
  warnings: () => [],
};
