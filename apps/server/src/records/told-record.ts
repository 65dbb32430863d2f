import { textOf, toldErrors, type Catalogue, type Language } from '#kernel';
import type { Check, ShownRecord } from '#records';
import type { ToldCheck, ToldRecord } from './record-answers.js';

/** A record with its reasons and warnings in the caller's language. */
export function toldRecord(record: ShownRecord, catalogue: Catalogue, language: Language): ToldRecord {
  const told = (code: string, params: Readonly<Record<string, string | number>> = {}) => ({
    code,
    detail: textOf(catalogue, code, language, params),
  });
  return {
    ...record,
    actions: record.actions.map(({ action, allowed, reason }) => ({
      action,
      allowed,
      ...(reason && { reason: told(reason.code, reason.params) }),
    })),
    warnings: toldErrors(record.warnings, catalogue, language),
  };
}

/** What a check has found, in the caller's language. */
export function toldCheck({ errors, warnings }: Check, catalogue: Catalogue, language: Language): ToldCheck {
  return { errors: toldErrors(errors, catalogue, language), warnings: toldErrors(warnings, catalogue, language) };
}
