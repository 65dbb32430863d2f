import { checkDigitOf } from '#student-aid';
import { dateOf, dayAt } from '../chance/calendar.js';
import type { Dice } from '../chance/dice.js';

/** Prefixes of nobody: cards and phones of the demo belong to no person. */
const CARD_PREFIX = '622202';
const CARD_LENGTH = 19;
const PHONE_PREFIX = '199';

/** A bank card number with its Luhn check digit. */
export function cardNumber(die: Dice): string {
  const digits = `${CARD_PREFIX}${die.digits(CARD_LENGTH - CARD_PREFIX.length - 1)}`;
  return `${digits}${luhnDigitOf(digits)}`;
}

/** A bank card number with another check digit than it should have. */
export function wrongCardNumber(die: Dice): string {
  const right = cardNumber(die);
  return `${right.slice(0, -1)}${(Number(right.at(-1)) + 1) % 10}`;
}

/** The digit that makes a number of cards right (Luhn, ISO/IEC 7812-1). */
function luhnDigitOf(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, index) => total + weighed(Number(digit), index % 2 === 0), 0);
  return (10 - (sum % 10)) % 10;
}

function weighed(digit: number, doubled: boolean): number {
  const value = doubled ? digit * 2 : digit;
  return value > 9 ? value - 9 : value;
}

export function phoneNumber(die: Dice): string {
  return `${PHONE_PREFIX}${die.digits(8)}`;
}

/** An ID number with its check digit. @param born YYYY-MM-DD */
export function idNumber(county: string, born: string, male: boolean, die: Dice): string {
  const sequence = `0${die.digits(1)}${die.between(0, 4) * 2 + (male ? 1 : 0)}`;
  const seventeen = `${county}${born.replaceAll('-', '')}${sequence}`;
  return `${seventeen}${checkDigitOf(seventeen) ?? ''}`;
}

/** A day in one of these years. */
export function birthday(firstYear: number, lastYear: number, die: Dice): string {
  const first = dayAt(`${firstYear}-01-01`);
  return dateOf(die.between(first, dayAt(`${lastYear + 1}-01-01`) - 1));
}
