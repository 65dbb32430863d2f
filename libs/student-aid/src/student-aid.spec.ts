import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { studentAidMessages } from './messages.js';
import { studentAid } from './student-aid.js';

const fields = studentAid.sections.flatMap((section) => section.fields);
const namesOf = (list: readonly { readonly name: string }[]) => list.map(({ name }) => name);

describe('the record type', () => {
  it('has the sections and fields of the record, each field once', () => {
    const lineOf = Object.fromEntries(studentAid.sections.map(({ name, line }) => [name, line]));
    expect(lineOf).toEqual({
      identity: 'household',
      household: 'household',
      poverty: 'household',
      enrolment: 'enrolment',
      payment: 'enrolment',
    });
    expect(new Set(namesOf(fields)).size).toBe(fields.length);
    expect(fields.length).toBe(26);
  });

  it('gives each line the field that names its unit', () => {
    for (const line of studentAid.lines) {
      const section = studentAid.sections.find(({ fields: own }) => namesOf(own).includes(line.unitField));
      expect(section?.line).toBe(line.name);
    }
    expect(namesOf(fields)).toContain(studentAid.identityField);
  });

  it('masks numbers, and takes for personal all but where the record belongs', () => {
    expect(namesOf(fields.filter(({ masked }) => masked))).toEqual([
      'idNumber',
      'headIdNumber',
      'guardianPhone',
      'certificateNumbers',
      'payeeIdNumber',
      'cardNumber',
    ]);
    expect(namesOf(fields.filter(({ personal }) => !personal))).toEqual(['region', 'school', 'stage', 'grade', 'class', 'boarding']);
    expect(fields.filter(({ masked, personal }) => masked && !personal)).toEqual([]);
  });

  it('has eight documents and five reasons to close, all with texts', () => {
    expect(new Set(studentAid.documents.map(({ kind }) => kind)).size).toBe(8);
    expect(studentAid.closingReasons).toHaveLength(5);
    for (const reason of studentAid.closingReasons) expect(studentAidMessages[reason]).toBeDefined();
    const labels = [
      studentAid.label,
      ...[...studentAid.lines, ...studentAid.sections, ...fields, ...studentAid.documents].map(({ label }) => label),
    ];
    for (const { zh, en } of labels) expect(/\p{Script=Han}/u.test(zh) && en.length > 0).toBe(true);
  });
});

describe('messages', () => {
  const sources = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.includes('testing') && !file.endsWith('spec.ts') && !['messages.ts', 'terms.ts'].includes(file),
  );
  const text = sources.map((file) => readFileSync(join(import.meta.dirname, file), 'utf8')).join('\n');

  it('has no text that nothing uses, and each in both languages', () => {
    const named = Object.keys(studentAidMessages).map((code) => code.replace(/^term:/, ''));
    expect(named.filter((code) => !text.includes(`'${code}'`))).toEqual([]);
    expect(Object.values(studentAidMessages).every(({ zh, en }) => /\p{Script=Han}/u.test(zh) && en.length > 0)).toBe(true);
  });

  it('has a text for every code that a rule, a route or a refusal gives', () => {
    const patterns = [
      /coded\('([a-z-]+)'/g,
      /olding\('([a-z-]+)'/g,
      /when\(.*'([a-z-]+)'\)/g,
      /(?:code|case): '([a-z-]+)'/g,
      /Refusal\('[a-z-]+', '([a-z-]+)'/g,
    ];
    const withoutData = sources
      .filter((file) => !['reference-data.ts', 'workflow/visits.ts', 'visits.ts'].includes(file))
      .map((file) => readFileSync(join(import.meta.dirname, file), 'utf8'))
      .join('\n');
    const codes = patterns.flatMap((pattern) => [...withoutData.matchAll(pattern)].map((match) => match[1] ?? ''));
    expect(codes.length).toBeGreaterThan(30);
    expect(codes.filter((code) => studentAidMessages[code] === undefined)).toEqual([]);
  });
});
