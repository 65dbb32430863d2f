import { z } from 'zod';

const text = z.string();
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const whole = z.int();

/** Who acted, as far as others need to know: no name. */
const actor = z.object({ userId: text, role: text, unit: text, line: text, onBehalfOf: text.optional() });
/** A post that signed, or that was signed for. */
const post = z.object({ role: text, unit: text, line: text });

/** Why a record is not paid from. Those that end an approval by voiding it are the engine's causes of that. */
export const NOT_PAYABLE_CAUSES = [
  'approved-not-payable',
  'correction',
  'reopening',
  'transfer',
  'closure',
  'values-changed',
  'returned',
  'withdrawn',
  'appeal',
  'definition-adopted',
] as const;

const approval = text.describe('id of the `record-approved` event: what was paid, or must not be any more, goes by it');

/** What every integration event says besides its own: which record, and who acted. */
const common = { recordId: text, actor };

/**
 * Integration events: what Countersign tells other services, apart from what it stores. Each has a version of its own; within one version a
 * member is never taken away or made another (see {@link incompatibilities}). They hold ids, codes, digests and field names, never a value
 * of a record, a person's name or anything that somebody wrote freely.
 */
export const integrationEvents = {
  /** A record stands; `carriedFrom` is last year's. */
  'record-opened': {
    version: 1,
    schema: z.object({
      ...common,
      recordType: text,
      subjectId: text,
      cycle: text,
      definition: whole,
      carriedFrom: z.object({ recordId: text, revision: whole }).optional(),
    }),
  },
  /** 送审: a line went up. `levels` will sign it, in this order. */
  'line-submitted': {
    version: 1,
    schema: z.object({
      ...common,
      line: text,
      submission: whole,
      digest,
      definition: whole,
      route: text,
      levels: z.array(text),
      dueAt: text.optional(),
    }),
  },
  /** A line needs no sign-off, by this rule. */
  'line-completed-by-rule': {
    version: 1,
    schema: z.object({ ...common, line: text, rule: text, definition: whole, dueAt: text.optional() }),
  },
  /** One level signed one submission; the joint sign-off has submission 0. */
  'line-signed-off': {
    version: 1,
    schema: z.object({
      ...common,
      line: text,
      level: text,
      submission: whole,
      digest,
      definition: whole,
      post,
      inPlaceOf: post.optional(),
      bulk: z.boolean(),
      dueAt: text.optional(),
    }),
  },
  /** 退回: a level sent a line back, because of these fields. */
  'line-returned': {
    version: 1,
    schema: z.object({
      ...common,
      line: text,
      level: text,
      to: text,
      submission: whole,
      definition: whole,
      fields: z.array(text),
      inPlaceOf: post.optional(),
      dueAt: text.optional(),
    }),
  },
  /** 撤回: whoever submitted, or signed the level, took that back. */
  'line-withdrawn': {
    version: 1,
    schema: z.object({
      ...common,
      line: text,
      level: text.optional(),
      submission: whole,
      definition: whole,
      dueAt: text.optional(),
    }),
  },
  /** Sign-offs no longer count; with `joint` the record is no longer approved. */
  'sign-offs-voided': {
    version: 1,
    schema: z.object({
      ...common,
      line: text,
      submission: whole,
      levels: z.array(text),
      joint: z.boolean(),
      submissionVoided: z.boolean(),
      ruleVoided: z.boolean(),
      cause: text,
    }),
  },
  /** The record is approved; with `payable` it may be paid from. */
  'record-approved': {
    version: 1,
    schema: z.object({ ...common, payable: z.boolean(), digest, digests: z.record(text, text), definition: whole }),
  },
  /**
   * From here on the record may be paid from, until `record-not-payable`. With the next one all that payment needs:
   * the last of the two that was told of a record holds; before there is one, it is not paid from.
   */
  'record-payable': { version: 1, schema: z.object({ ...common, approval, digest, definition: whole }) },
  /** From here on the record is not paid from: its approval has ended, or it was approved without payment. */
  'record-not-payable': {
    version: 1,
    schema: z.object({
      ...common,
      cause: text.describe(
        `Why: ${NOT_PAYABLE_CAUSES.map((cause) => `\`${cause}\``).join(', ')}. More may come: whatever it is, nothing is paid.`,
      ),
      approval,
    }),
  },
  'record-rejected': { version: 1, schema: z.object({ ...common, definition: whole }) },
  /** A rejected record went back to its collectors. */
  'record-appealed': { version: 1, schema: z.object(common) },
  /** An approved value is being corrected. */
  'correction-opened': { version: 1, schema: z.object({ ...common, errorId: text, line: text, field: text }) },
  /** The county reopened lines of an approved record. */
  'record-reopened': { version: 1, schema: z.object({ ...common, lines: z.array(text) }) },
  /** A line went to another unit. */
  'record-transferred': { version: 1, schema: z.object({ ...common, line: text, from: text, to: text }) },
  'transfer-accepted': { version: 1, schema: z.object({ ...common, line: text, unit: text }) },
  'transfer-disputed': { version: 1, schema: z.object({ ...common, line: text, unit: text, backTo: text }) },
  /** The record ended, for this coded reason. */
  'record-closed': { version: 1, schema: z.object({ ...common, reason: text, duplicateOf: text.optional() }) },
  'definition-adopted': { version: 1, schema: z.object({ ...common, from: whole, to: whole }) },
  /** Somebody says that a value is wrong; nothing is decided yet. */
  'error-reported': { version: 1, schema: z.object({ ...common, errorId: text, line: text, field: text }) },
  /** A county officer says so too; `outdated`: it was right once, since `wrongSince` it is not. */
  'error-confirmed': {
    version: 1,
    schema: z.object({ ...common, errorId: text, outdated: z.boolean(), wrongSince: text.optional(), definition: whole }),
  },
  /** A confirmed error needs no correction: the value had been changed already. */
  'error-closed': { version: 1, schema: z.object({ ...common, errorId: text, reason: text }) },
  'error-dismissed': { version: 1, schema: z.object({ ...common, errorId: text }) },
} as const satisfies Readonly<Record<string, { readonly version: number; readonly schema: z.ZodObject }>>;

/** The name of an integration event, without prefix and version. */
export type IntegrationName = keyof typeof integrationEvents;

/** The data of an integration event. */
export type IntegrationData<Name extends IntegrationName = IntegrationName> = z.infer<(typeof integrationEvents)[Name]['schema']>;

/** Every name, in the order of a record's life. */
export const INTEGRATION_NAMES = Object.keys(integrationEvents) as readonly IntegrationName[];

/** `record-approved.v1`: an event's name with its version. */
export function versionedName(name: IntegrationName): string {
  return `${name}.v${integrationEvents[name].version}`;
}

/** `cn.countersign.record-approved.v1`: the CloudEvents type of an integration event. */
export function cloudEventType(name: IntegrationName): string {
  return `cn.countersign.${versionedName(name)}`;
}

/** `urn:countersign:schema:record-approved.v1`: names the schema of an event's data. */
export function schemaUri(name: IntegrationName): string {
  return `urn:countersign:schema:${versionedName(name)}`;
}
