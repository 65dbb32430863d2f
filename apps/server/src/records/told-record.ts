import { textOf, type Catalogue, type Language } from '#kernel';
import type { ShownRecord } from '#records';
import type { ToldRecord } from './record-answers.js';

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
    warnings: record.warnings.map(({ pointer, code, params }) => ({ pointer, ...told(code, params) })),
  };
}
