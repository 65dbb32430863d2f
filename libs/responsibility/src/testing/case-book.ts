import { studentAid } from '#student-aid';
import { HIGH, OTHER_VILLAGE, OUTSIDE_REGION, VILLAGE } from '../../../student-aid/src/testing/county.js';
import { countyWith } from './case-county.js';
import { CaseRecord, sealed } from './case-record.js';

/** A history, worked by hand: what it must say of the field, who must answer, and what the month must count. */
export interface Case {
  readonly name: string;
  readonly field: string;
  readonly record: () => CaseRecord;
  /** As `historyOf` writes it. */
  readonly history: readonly string[];
  /** As `attributionText` writes it; absent: nothing is attributed. */
  readonly attribution?: string;
  /** By month, as `assessedText` writes it. Every case begins in September. */
  readonly assessed: Readonly<Record<string, string>>;
  /** The unit that brought a carried value in. */
  readonly introducedBefore?: string;
}

const SEPTEMBER = '2020-09';
const OCTOBER = '2020-10';
const NOVEMBER = '2020-11';
const WRONG = '新建村三组';
const RIGHT = '新建村五组';
const SIGNED = 'vc@collection vr@village tr@township ap@county';
/** The same, voided since. */
const VOIDED = 'vc@collection! vr@village! tr@township! ap@county!';
const record = () => new CaseRecord();
const collected = () => record().collected();
export const approved = () => record().approved();
const address = (value: string) => ({ address: value });
const onRoster = { name: '张小华', idNumber: '430482200803040026', region: VILLAGE };

/** A roster has brought the name in; the village has entered the rest. */
const fromRoster = () => {
  const begun = record().stated('poverty-alleviation', 'pov', onRoster);
  const { household, identity, poverty, enrolment, payment } = sections();
  const { name: _name, ...rest } = identity;
  return begun
    .collect('vc', 'household', household)
    .collect('vc', 'identity', rest)
    .collect('vc', 'poverty', poverty)
    .collect('jc', 'enrolment', enrolment)
    .collect('jc', 'payment', payment)
    .visit('vc', {});
};
const up = (one: CaseRecord) => one.household().enrolment().sign('ap', 'joint');

function sections() {
  const values = collected().state.fields;
  const of = (section: string) =>
    Object.fromEntries(
      (studentAid.sections.find(({ name }) => name === section)?.fields ?? []).map(({ name }) => [name, values[name]?.v ?? null]),
    );
  return {
    household: of('household'),
    identity: of('identity'),
    poverty: of('poverty'),
    enrolment: of('enrolment'),
    payment: of('payment'),
  };
}

/** The next cycle's record, carried over from an approved one. */
function carriedFrom(previous: CaseRecord): CaseRecord {
  const next = new CaseRecord('q', previous).at('2020-09-25T02:00:00.000Z');
  return next.act('vc', { kind: 'open-next-cycle', recordId: 'q', cycle: '2021-2022', previous: previous.state });
}

export const cases: readonly Case[] = [
  {
    name: 'a wrong value that everyone has passed',
    field: 'address',
    record: () => approved().error('address'),
    history: [`${WRONG} <- vc | ${SIGNED}`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'a wrong value that only the village has signed',
    field: 'address',
    record: () => collected().submit('vc', 'household').sign('vr', 'household').error('address'),
    history: [`${WRONG} <- vc | vc@collection vr@village`],
    attribution: 'vc collected; vc@collection vr@village',
    assessed: { [SEPTEMBER]: 'V 1/1' },
  },
  {
    name: 'corrected between levels: the township returned it, the second value is wrong too',
    field: 'address',
    record: () =>
      up(
        collected()
          .submit('vc', 'household')
          .sign('vr', 'household')
          .giveBack('tr', 'household', 'address')
          .collect('vc', 'household', address(RIGHT)),
      ).error('address'),
    history: [`${WRONG} <- vc | vc@collection! vr@village! | -tr*`, `${RIGHT} <- vc | ${SIGNED}`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'changed after a return, and changed back to the wrong value by another collector',
    field: 'address',
    record: () =>
      up(
        collected()
          .submit('vc', 'household')
          .sign('vr', 'household')
          .giveBack('tr', 'household', 'address')
          .collect('vc', 'household', address(RIGHT))
          .collect('vh', 'household', address(WRONG)),
      ).error('address'),
    history: [`${WRONG} <- vc | vc@collection! vr@village! | -tr*`, `${RIGHT} <- vc`, `${WRONG} <- vh | ${SIGNED}`],
    attribution: 'vh collected; vc@collection! vr@village! tr@township ap@county; -tr@township',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'entered again unchanged: a confirmation, no introduction',
    field: 'address',
    record: () => up(collected().collect('vh', 'household', address(WRONG))).error('address'),
    history: [`${WRONG} <- vc vh | ${SIGNED}`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'returned, and sent up again as it was: nothing was caught',
    field: 'address',
    record: () => up(collected().submit('vc', 'household').sign('vr', 'household').giveBack('tr', 'household', 'address')).error('address'),
    history: [`${WRONG} <- vc | vc@collection! vr@village! ${SIGNED} | -tr`],
    attribution: `vc collected; vc@collection! vr@village! tr@township ap@county`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'returned only to the village, which signed it again as it was',
    field: 'address',
    record: () =>
      collected()
        .submit('vc', 'household')
        .sign('vr', 'household')
        .giveBack('tr', 'household', 'address', 'village')
        .sign('vr', 'household')
        .sign('tr', 'household')
        .error('address'),
    history: [`${WRONG} <- vc | vc@collection vr@village! vr@village tr@township | -tr`],
    attribution: 'vc collected; vc@collection vr@village! tr@township',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'brought in by a roster and signed by two levels: the department answers',
    field: 'name',
    record: () => up(fromRoster()).error('name'),
    history: [`张小华 <- pov(roster) | ${SIGNED}`],
    attribution: `pov roster; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1, poverty-alleviation 1/1' },
  },
  {
    name: "brought in by a roster that the officer's delegate handed over: not who pressed the button answers",
    field: 'name',
    record: () =>
      up(
        record()
          .in(countyWith({ delegates: { pov: 'dep' } }))
          .stated('poverty-alleviation', 'dep', onRoster)
          .collect('vc', 'household', sections().household)
          .collect('vc', 'identity', without(sections().identity, 'name'))
          .collect('vc', 'poverty', sections().poverty)
          .collect('jc', 'enrolment', sections().enrolment)
          .collect('jc', 'payment', sections().payment)
          .visit('vc', {}),
      ).error('name'),
    history: [`张小华 <- dep(roster) | ${SIGNED}`],
    attribution: `pov roster; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1, poverty-alleviation 1/1' },
  },
  {
    name: 'two rosters say the same: the first brought it in, the second confirms',
    field: 'name',
    record: () => up(fromRoster().stated('civil-affairs', 'civ', { name: '张小华' })).error('name'),
    history: [`张小华 <- pov(roster) ~civ | ${SIGNED}`],
    attribution: `pov roster; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1, poverty-alleviation 1/1' },
  },
  {
    name: 'a stronger roster replaces what a weaker one brought in: who was replaced does not answer',
    field: 'name',
    record: () => {
      const first = record()
        .stated('education', 'edu', { ...onRoster, name: '张晓华' })
        .stated('poverty-alleviation', 'pov', onRoster);
      const { household, identity, poverty, enrolment, payment } = sections();
      return up(
        first
          .collect('vc', 'household', household)
          .collect('vc', 'identity', without(identity, 'name'))
          .collect('vc', 'poverty', poverty)
          .collect('jc', 'enrolment', enrolment)
          .collect('jc', 'payment', payment)
          .visit('vc', {}),
      ).error('name', { by: 'psb' });
    },
    history: ['张晓华 <- edu(roster)', `张小华 <- pov(roster) | ${SIGNED}`],
    attribution: `pov roster; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1, education 0/1, poverty-alleviation 1/1' },
  },
  {
    name: 'a newer roster contradicts a signed value: the error is reported by itself',
    field: 'name',
    record: () =>
      up(collected().stated('poverty-alleviation', 'pov', { ...onRoster, name: '张小花' }))
        .stated('poverty-alleviation', 'pov', onRoster, 'newer.csv')
        .confirm('edu'),
    history: [`张小花 <- vc ~pov | ${SIGNED}`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'a finding was decided in favour of another value: who decided brought it in',
    field: 'name',
    record: () => up(fromRoster().act('psb', finding('张小芳'))).error('name'),
    history: ['张小华 <- pov(roster)', `张小芳 <- psb(finding) | ${SIGNED}`],
    attribution: `psb finding; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1, poverty-alleviation 0/1, public-security 1/1' },
  },
  {
    name: 'a finding was decided in favour of the value that stood: who decided answers instead',
    field: 'name',
    record: () => up(fromRoster().act('psb', finding('张小华'))).error('name'),
    history: [`张小华 <- pov(roster) psb(finding) | ${SIGNED}`],
    attribution: `psb finding; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1, poverty-alleviation 0/1, public-security 1/1' },
  },
  {
    name: 'found after a transfer to another school: both schools answer, each for what it did',
    field: 'class',
    record: () =>
      approved()
        .transfer('jc', 'enrolment', HIGH)
        .act('hc', { kind: 'accept-transfer', line: 'enrolment' })
        .submit('hc', 'enrolment')
        .sign('hr', 'enrolment')
        .error('class'),
    history: ['2班 <- jc | jc@collection! jr@school! ap@county! hc@collection hr@school'],
    attribution: 'jc collected; jc@collection! jr@school! ap@county! hc@collection hr@school',
    assessed: { [SEPTEMBER]: 'H 1/1, J 1/1' },
  },
  {
    name: 'the school itself is wrong since the transfer',
    field: 'school',
    record: () =>
      approved()
        .transfer('jc', 'enrolment', HIGH)
        .act('hc', { kind: 'accept-transfer', line: 'enrolment' })
        .submit('hc', 'enrolment')
        .sign('hr', 'enrolment')
        .error('school'),
    history: ['3043482005 <- jc | jc@collection! jr@school! ap@county!', '3043482002 <- jc(transfer) | hc@collection hr@school'],
    attribution: 'jc transfer; hc@collection hr@school',
    assessed: { [SEPTEMBER]: 'H 1/1, J 1/1' },
  },
  {
    name: 'a transfer that was disputed: the value before it goes on, and its people answer',
    field: 'region',
    record: () =>
      up(
        collected()
          .transfer('vc', 'household', OTHER_VILLAGE)
          .act('oc', { kind: 'dispute-transfer', line: 'household', reason: '不属本村' }),
      ).error('region'),
    history: [`${VILLAGE} <- vc | ${SIGNED}`, `${OTHER_VILLAGE} <- vc(transfer)`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'signed by a delegate: who signed answers',
    field: 'address',
    record: () => up2(collected().in(countyWith({ delegates: { vr: 'dep' } })), 'dep').error('address'),
    history: [`${WRONG} <- vc | vc@collection dep@village tr@township ap@county`],
    attribution: 'vc collected; vc@collection dep@village tr@township ap@county',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'signed in place of the village by the township: the township answers for both levels, each by its person',
    field: 'address',
    record: () =>
      collected()
        .in(countyWith({ without: ['vr'] }))
        .submit('vc', 'household')
        .sign('tr', 'household')
        .sign('tr2', 'household')
        .error('address'),
    history: [`${WRONG} <- vc | vc@collection tr@village tr2@township`],
    attribution: 'vc collected; vc@collection tr@village tr2@township',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'signed in bulk: no less answered for',
    field: 'address',
    record: () =>
      collected()
        .submit('vc', 'household')
        .sign('vr', 'household', { bulk: true })
        .sign('tr', 'household', { bulk: true })
        .error('address'),
    history: [`${WRONG} <- vc | vc@collection vr@village tr@township`],
    attribution: 'vc collected; vc@collection vr@village tr@township',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'a card number: the joint sign-off covers it, the household line does not',
    field: 'cardNumber',
    record: () => approved().error('cardNumber'),
    history: ['6205500000000000004 <- jc | jc@collection jr@school ap@county'],
    attribution: 'jc collected; jc@collection jr@school ap@county',
    assessed: { [SEPTEMBER]: 'J 1/1' },
  },
  {
    name: 'a value that was right and became outdated: nobody answers',
    field: 'guardianPhone',
    record: () => approved().error('guardianPhone', { outdated: true }),
    history: [`13812345678 <- vc | ${SIGNED}`],
    attribution: 'outdated',
    assessed: { [SEPTEMBER]: 'T 0/1, V 0/1' },
  },
  {
    name: 'wrong only since a moment: who set and signed it before answers for nothing',
    field: 'address',
    record: () =>
      approved()
        .at('2020-09-20T02:00:00.000Z')
        .act('ap2', { kind: 'reopen', lines: ['household'], reason: '搬迁' })
        .submit('vh', 'household')
        .sign('vr', 'household')
        .sign('tr2', 'household')
        .error('address', { wrongSince: '2020-09-15T00:00:00.000Z' }),
    history: [`${WRONG} <- vc | vc@collection! vr@village! tr@township! ap@county! vh@collection vr@village tr2@township`],
    attribution: 'nobody; vh@collection vr@village tr2@township',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'entered again since it became wrong: that was its introduction',
    field: 'address',
    record: () =>
      approved()
        .at('2020-09-20T02:00:00.000Z')
        .act('ap2', { kind: 'reopen', lines: ['household'], reason: '搬迁' })
        .collect('vh', 'household', address(WRONG))
        .submit('vc', 'household')
        .sign('vr', 'household')
        .error('address', { wrongSince: '2020-09-15T00:00:00.000Z' }),
    history: [`${WRONG} <- vc vh | vc@collection! vr@village! tr@township! ap@county! vc@collection vr@village`],
    attribution: 'vh collected; vc@collection vr@village',
    assessed: { [SEPTEMBER]: 'T 0/1, V 1/1' },
  },
  {
    name: 'a value that is missing: whoever submitted without it brought that in',
    field: 'householdNumber',
    record: () => record().approved({ householdNumber: null }).error('householdNumber'),
    history: [`nothing <-  | ${SIGNED}`],
    attribution: `vc missing; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'a report that is dismissed: nothing to answer for',
    field: 'address',
    record: () => approved().report('address').act('edu', { kind: 'dismiss-error', errorId: 'e1', reason: '属实' }),
    history: [`${WRONG} <- vc | ${SIGNED}`],
    assessed: { [SEPTEMBER]: 'T 0/1, V 0/1' },
  },
  {
    name: 'two reports of the same wrong value are one error',
    field: 'address',
    record: () => approved().report('address').report('address', 'civ').confirm('edu'),
    history: [`${WRONG} <- vc | ${SIGNED}`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'two errors in one field: the correction was wrong as well; it counts once in the month',
    field: 'address',
    record: () =>
      approved().error('address').correct('vh', 'address', RIGHT).sign('vr', 'household').sign('tr2', 'household').error('address'),
    history: [
      `${WRONG} <- vc | vc@collection! vr@village! tr@township! ap@county!`,
      `${RIGHT} <- vh(correction) | vh@collection vr@village tr2@township`,
    ],
    attribution: 'vh correction; vh@collection vr@village tr2@township',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'the same wrong value again after a correction: the first time has been answered for',
    field: 'address',
    record: () =>
      approved()
        .error('address')
        .correct('vc', 'address', RIGHT)
        .collect('vh', 'household', address(WRONG))
        .submit('vh', 'household')
        .sign('vr', 'household')
        .error('address', { by: 'civ' }),
    history: [
      `${WRONG} <- vc | vc@collection! vr@village! tr@township! ap@county!`,
      `${RIGHT} <- vc(correction) | vc@collection!`,
      `${WRONG} <- vh | vh@collection vr@village`,
    ],
    attribution: 'vh collected; vh@collection vr@village',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'carried into a new cycle: it keeps its introducer; who signs the new record answers for that',
    field: 'address',
    record: () =>
      carriedFrom(approved())
        .visitedEarly('vc')
        .submit('vh', 'household')
        .sign('vr', 'household')
        .sign('tr2', 'household')
        .error('address'),
    history: [`${WRONG} <- vc(carried) | vh@collection vr@village tr2@township`],
    attribution: 'vc collected in r; vh@collection vr@village tr2@township',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
    introducedBefore: VILLAGE,
  },
  {
    name: 'carried into a new cycle from a roster: the department still answers',
    field: 'name',
    record: () => carriedFrom(up(fromRoster())).visitedEarly('vc').submit('vh', 'household').sign('vr', 'household').error('name'),
    history: ['张小华 <- vc(carried) | vh@collection vr@village'],
    attribution: 'pov roster in r; vh@collection vr@village',
    assessed: { [SEPTEMBER]: 'V 1/1, poverty-alleviation 1/1' },
    introducedBefore: 'department:poverty-alleviation',
  },
  {
    name: 'an appeal that is reversed: the township answers no longer, everyone else does',
    field: 'address',
    record: () => appealed(approved().error('address'), 'tr', 'reversed'),
    history: [`${WRONG} <- vc | ${SIGNED}`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 0/1, V 1/1' },
  },
  {
    name: 'an appeal that is upheld changes nothing; nor does one of several people of a unit',
    field: 'address',
    record: () => appealed(appealed(approved().error('address'), 'tr', 'upheld'), 'vr', 'reversed'),
    history: [`${WRONG} <- vc | ${SIGNED}`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'confirmed in the month after: it counts in the month of its confirmation',
    field: 'address',
    record: () => approved().at('2020-10-12T02:00:00.000Z').error('address').at('2020-11-02T02:00:00.000Z').correct('vh', 'address', RIGHT),
    history: [`${WRONG} <- vc | vc@collection! vr@village! tr@township! ap@county!`, `${RIGHT} <- vh(correction) | vh@collection`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 0/1, V 0/1', [OCTOBER]: 'T 1/1, V 1/1', [NOVEMBER]: 'T 0/1, V 0/1', '2020-12': 'V 0/1' },
  },
  {
    name: 'a spot check that contradicts a signed value; who looked and confirmed another is no signer',
    field: 'address',
    record: () =>
      approved()
        .visit('vh', { address: 'confirmed' })
        .visit('rh', { address: { differs: RIGHT } })
        .confirm('edu'),
    history: [`${WRONG} <- vc ~vh | ${SIGNED}`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'a closed record is in force no longer',
    field: 'address',
    record: () => approved().at('2020-10-05T02:00:00.000Z').act('vc', { kind: 'close', reason: 'graduated' }),
    history: [`${WRONG} <- vc | ${SIGNED}`],
    assessed: { [SEPTEMBER]: 'T 0/1, V 0/1', [OCTOBER]: 'T 0/1, V 0/1', [NOVEMBER]: '' },
  },
  {
    name: 'household values that a school has collected never count against the school',
    field: 'address',
    record: () => {
      const { household, identity, poverty, enrolment, payment } = sections();
      return record()
        .open('jc')
        .collect('jc', 'enrolment', enrolment)
        .collect('jc', 'payment', payment)
        .act('edu', { kind: 'take-statements', statements: [outside()], seal: sealed })
        .collect('jc', 'household', without(household, 'region'))
        .collect('jc', 'identity', identity)
        .collect('jc', 'poverty', poverty)
        .visit('jc', {})
        .submit('jc', 'household')
        .sign('pov', 'household')
        .error('address');
    },
    history: [`${WRONG} <- jc | jc@collection pov@department`],
    attribution: 'jc collected; jc@collection pov@department',
    assessed: { [SEPTEMBER]: 'poverty-alleviation 1/1' },
  },
  {
    name: 'what a reopening leaves unchanged is signed again: each person answers once, for their first act',
    field: 'name',
    record: () =>
      approved()
        .act('ap2', { kind: 'reopen', lines: ['household'], reason: '复核' })
        .household()
        .error('name'),
    history: ['张小花 <- vc | vc@collection! vr@village! tr@township! ap@county! vc@collection vr@village tr@township'],
    attribution: 'vc collected; vc@collection! vr@village! tr@township! ap@county!',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'reported while the record is reopened: what was signed and voided since is answered for',
    field: 'address',
    record: () => approved().reopened().error('address'),
    history: [`${WRONG} <- vc | ${VOIDED}`],
    attribution: `vc collected; ${VOIDED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'reported while a transfer waits to be accepted: the old school answers for what it signed',
    field: 'class',
    record: () => approved().transfer('jc', 'enrolment', HIGH).error('class'),
    history: ['2班 <- jc | jc@collection! jr@school! ap@county!'],
    attribution: 'jc collected; jc@collection! jr@school! ap@county!',
    assessed: { [SEPTEMBER]: 'J 1/1' },
  },
  {
    name: 'reported after a return to collection, before anything was changed: the village had signed it; the return has caught nothing yet',
    field: 'address',
    record: () => collected().submit('vc', 'household').sign('vr', 'household').giveBack('tr', 'household', 'address').error('address'),
    history: [`${WRONG} <- vc | vc@collection! vr@village! | -tr`],
    attribution: 'vc collected; vc@collection! vr@village!',
    assessed: { [SEPTEMBER]: 'V 1/1' },
  },
  {
    name: 'a sign-off that was withdrawn was a signature all the same',
    field: 'address',
    record: () => collected().submit('vc', 'household').sign('vr', 'household').withdraw('vr', 'household', 'village').error('address'),
    history: [`${WRONG} <- vc | vc@collection vr@village!`],
    attribution: 'vc collected; vc@collection vr@village!',
    assessed: { [SEPTEMBER]: 'V 1/1' },
  },
  {
    name: 'a visit that contradicts a value signed and voided since is an error, no finding',
    field: 'address',
    record: () =>
      approved()
        .reopened()
        .visit('rh', { address: { differs: RIGHT } })
        .confirm('edu'),
    history: [`${WRONG} <- vc | ${VOIDED}`],
    attribution: `vc collected; ${VOIDED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'a newer roster does not overwrite a value signed and voided since: it reports an error',
    field: 'name',
    record: () =>
      up(collected().stated('poverty-alleviation', 'pov', { ...onRoster, name: '张小花' }))
        .reopened()
        .stated('poverty-alleviation', 'pov', onRoster, 'newer.csv')
        .confirm('edu'),
    history: [`张小花 <- vc ~pov | ${VOIDED}`],
    attribution: `vc collected; ${VOIDED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: "a visit's finding was decided for the wrong value that stood: who decided is its introducer",
    field: 'address',
    record: () => up(doubted().decideFinding('pov', 'address')).error('address'),
    history: [`${WRONG} <- vc pov(finding) | ${SIGNED}`],
    attribution: `pov finding; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1, poverty-alleviation 1/1' },
  },
  {
    name: "a visit's finding was decided for the wrong value, which was then entered again: a confirmation of the decision",
    field: 'address',
    record: () => up(doubted().decideFinding('pov', 'address').collect('vc', 'household', address(WRONG))).error('address'),
    history: [`${WRONG} <- vc pov(finding) vc | ${SIGNED}`],
    attribution: `pov finding; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1, poverty-alleviation 1/1' },
  },
  {
    name: "a visit's finding was decided by a collector for what the visitor found, which is wrong: who decided, not who visited",
    field: 'address',
    record: () => up(doubted().decideFinding('vh', 'address', RIGHT)).error('address'),
    history: [`${WRONG} <- vc`, `${RIGHT} <- vh(finding) | ${SIGNED}`],
    attribution: `vh finding; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'whoever signed another value of the field may confirm the error in this one',
    field: 'address',
    record: () =>
      approved()
        .error('address')
        .correct('vh', 'address', RIGHT)
        .sign('vr', 'household')
        .sign('tr2', 'household')
        .report('address')
        .confirm('ap'),
    history: [`${WRONG} <- vc | ${VOIDED}`, `${RIGHT} <- vh(correction) | vh@collection vr@village tr2@township`],
    attribution: 'vh correction; vh@collection vr@village tr2@township',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'an error names an earlier value by the sign-off over it: who signed the right one since answers for nothing',
    field: 'address',
    record: () => {
      const changed = replaced();
      return changed.report('address', 'aud', changed.eventOf('tr', 'line-signed-off')).confirm();
    },
    history: [`${WRONG} <- vc | ${VOIDED}`, `${RIGHT} <- vh | vh@collection vr@village tr2@township`],
    attribution: `vc collected; ${VOIDED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'closed as already changed: nothing is voided, and who signed the wrong value answers as before',
    field: 'address',
    record: () => {
      const changed = replaced();
      return changed.report('address', 'aud', changed.eventOf('vc', 'line-submitted')).confirm().closeError('vh');
    },
    history: [`${WRONG} <- vc | ${VOIDED}`, `${RIGHT} <- vh | vh@collection vr@village tr2@township`],
    attribution: `vc collected; ${VOIDED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'changed without a correction, and wrong again: another error, which the second time alone is answered for by',
    field: 'address',
    record: () =>
      approved()
        .error('address')
        .reopened()
        .collect('vh', 'household', address(RIGHT))
        .closeError('vh')
        .collect('vh', 'household', address(WRONG))
        .submit('vh', 'household')
        .sign('vr', 'household')
        .error('address', { by: 'civ' }),
    history: [`${WRONG} <- vc | ${VOIDED}`, `${RIGHT} <- vh`, `${WRONG} <- vh | vh@collection vr@village`],
    attribution: 'vh collected; vh@collection vr@village',
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1' },
  },
  {
    name: 'an appeal that is granted after the month has ended: the month counts it still, and is restated with its publication',
    field: 'address',
    record: () => appealed(approved().error('address').at('2020-10-02T02:00:00.000Z'), 'tr', 'reversed'),
    history: [`${WRONG} <- vc | ${SIGNED}`],
    attribution: `vc collected; ${SIGNED}`,
    assessed: { [SEPTEMBER]: 'T 1/1, V 1/1', [OCTOBER]: 'T 0/1, V 0/1' },
  },
];

/** A visit has found another address than the one that was collected, which nobody has signed. */
function doubted(): CaseRecord {
  return collected().visit('rh', { address: { differs: RIGHT } });
}

/** Approved with the wrong address, reopened, and signed again with the right one. */
function replaced(): CaseRecord {
  return approved()
    .reopened()
    .collect('vh', 'household', address(RIGHT))
    .submit('vh', 'household')
    .sign('vr', 'household')
    .sign('tr2', 'household');
}

function finding(name: string) {
  return { kind: 'apply-finding', findingId: 'f', section: 'identity', values: { name: sealed(name) } } as const;
}

function outside() {
  return { department: 'education', file: 'f'.repeat(64), fileLine: 1, asOf: '2020-09-01', values: { region: sealed(OUTSIDE_REGION) } };
}

function without(values: Record<string, unknown>, field: string): Record<string, never> {
  const { [field]: _gone, ...rest } = values;
  return rest as Record<string, never>;
}

/** Up to the county, with somebody else at the village. */
function up2(one: CaseRecord, villager: string): CaseRecord {
  return one.submit('vc', 'household').sign(villager, 'household').sign('tr', 'household').enrolment().sign('ap', 'joint');
}

function appealed(one: CaseRecord, appellant: string, outcome: 'upheld' | 'reversed'): CaseRecord {
  return one
    .act(appellant, { kind: 'appeal-attribution', errorId: 'e1', reason: '不是我' })
    .act('aud', { kind: 'name-decider', errorId: 'e1', matter: 'appeal', userId: 'civ' })
    .act('civ', { kind: 'decide-attribution-appeal', errorId: 'e1', appellant, outcome, reason: '复查' });
}
