import type { RecordState } from '#verification';
import { isOutsideSchool } from '../places.js';
import { textIn } from '../values.js';

/** An approved record is paid from unless the student is enrolled outside the county or nowhere (product.md, "The workflow"). */
export function payable(record: RecordState): boolean {
  const school = textIn(record, 'school');
  return school !== undefined && !isOutsideSchool(school);
}

/** What the joint sign-off must give a reason for: a payee who is neither the head of the household nor the guardian. */
export function crossCheck(record: RecordState): readonly string[] {
  const payee = textIn(record, 'payeeName');
  if (payee === undefined || !payable(record)) return [];
  const named = payee === textIn(record, 'headName') || payee === textIn(record, 'guardian');
  return named || isHeadByNumber(record) ? [] : ['payee-not-household'];
}

function isHeadByNumber(record: RecordState): boolean {
  const payee = textIn(record, 'payeeIdNumber');
  return payee !== undefined && payee === textIn(record, 'headIdNumber');
}
