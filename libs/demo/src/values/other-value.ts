import type { Json } from '#kernel';
import type { RecordState } from '#verification';
import type { Dice } from '../chance/dice.js';
import { ENROLMENT, HOUSEHOLD } from '../rules/lines.js';
import { valueOf } from '../story/story.js';
import { personName } from './names.js';
import { birthday, cardNumber, idNumber, phoneNumber } from './numbers.js';

type Change = (value: Json, die: Dice) => Json;

const CAUSES = ['因病', '因残', '因学', '缺劳力', '缺技术', '缺资金'];
const MAX_MEMBERS = 9;

/** How a value is found to be, when it is found to be another than the record says. */
const CHANGES: Readonly<Record<string, Readonly<Record<string, Change>>>> = {
  [HOUSEHOLD]: {
    address: (value, die) => otherGroup(String(value), die),
    members: (value, die) =>
      Number(value) >= MAX_MEMBERS ? Number(value) - 1 : Number(value) + die.pick(Number(value) > 2 ? [-1, 1] : [1]),
    guardian: (value, die) => otherThan(value, () => personName(die, String(value))),
    guardianPhone: (_value, die) => phoneNumber(die),
    cause: (value, die) => die.pick(CAUSES.filter((cause) => cause !== value)),
    headIdNumber: (_value, die) => idNumber('430482', birthday(1958, 1988, die), die.share(0.7), die),
  },
  [ENROLMENT]: {
    class: (value, die) => otherThan(value, () => `${die.between(1, 6)}班`),
    boarding: (value) => value !== true,
    bank: (value, die) => `${String(value)}第${die.between(1, 9)}分理处`,
    cardNumber: (_value, die) => cardNumber(die),
    payeeIdNumber: (_value, die) => idNumber('430482', birthday(1958, 1988, die), die.share(0.7), die),
  },
};

/** Fields of a line that have a value and could turn out to be wrong. */
export function doubtfulFields(state: RecordState, line: string): readonly string[] {
  return Object.keys(CHANGES[line] ?? {}).filter((field) => valueOf(state, field) !== null);
}

/** Another plausible value of a field. @throws Error for a field that is never doubted */
export function otherValue(field: string, value: Json, die: Dice): Json {
  const change = CHANGES[HOUSEHOLD]?.[field] ?? CHANGES[ENROLMENT]?.[field];
  if (change === undefined) throw new Error(`${field} is never doubted`);
  return change(value, die);
}

function otherThan(value: Json, make: () => Json): Json {
  for (;;) {
    const made = make();
    if (made !== value) return made;
  }
}

/** The same place, another group (组) of its village. */
function otherGroup(address: string, die: Dice): string {
  const standing = /(\d+)组$/.exec(address);
  const group = otherThan(standing?.[1] ?? null, () => String(die.between(1, 15)));
  return `${address.slice(0, standing?.index)}${String(group)}组`;
}
