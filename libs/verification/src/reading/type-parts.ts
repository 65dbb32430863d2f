import { Refusal, type FieldError } from '#kernel';
import type { LineDefinition, RecordType, SectionDefinition, WorkflowDefinition } from '../model/record-type.js';
import type { RecordState } from '../model/state.js';

/** Parts of a type by name, made once: a type never changes. */
interface Index {
  readonly sections: ReadonlyMap<string, SectionDefinition>;
  readonly sectionOfField: ReadonlyMap<string, SectionDefinition>;
  readonly lines: ReadonlyMap<string, LineDefinition>;
  readonly fieldsOfLine: ReadonlyMap<string, readonly string[]>;
  readonly definitions: ReadonlyMap<number, WorkflowDefinition>;
}

const indexes = new WeakMap<RecordType, Index>();

function indexOf(type: RecordType): Index {
  const known = indexes.get(type);
  if (known !== undefined) return known;
  const ofLine = (line: string) =>
    type.sections.filter((section) => section.line === line).flatMap(({ fields }) => fields.map(({ name }) => name));
  const made: Index = {
    sections: new Map(type.sections.map((section) => [section.name, section])),
    sectionOfField: new Map(type.sections.flatMap((section) => section.fields.map(({ name }) => [name, section] as const))),
    lines: new Map(type.lines.map((line) => [line.name, line])),
    fieldsOfLine: new Map(type.lines.map(({ name }) => [name, ofLine(name)])),
    definitions: new Map(type.definitions.map((definition) => [definition.version, definition])),
  };
  indexes.set(type, made);
  return made;
}

const namesOf = (parts: readonly { readonly name: string }[]) => parts.map(({ name }) => name).join(', ');

/** An error of a field that the type does not have, or not where it is named. */
export function unknownField(pointer: string, fields: readonly string[]): FieldError {
  return { pointer, code: 'unknown-field', params: { allowed: fields.join(', ') } };
}

/** Names of all fields of a type. */
export function fieldsOf(type: RecordType): readonly string[] {
  return type.sections.flatMap(({ fields }) => fields.map(({ name }) => name));
}

/** @throws Refusal `invalid`/`unknown-section` */
export function sectionOf(type: RecordType, name: string): SectionDefinition {
  const section = indexOf(type).sections.get(name);
  if (section === undefined)
    throw new Refusal('invalid', 'unknown-section', { params: { section: name, allowed: namesOf(type.sections) } });
  return section;
}

/** The section that a field stands in; undefined for a field that the type does not have. */
export function sectionOfField(type: RecordType, field: string): SectionDefinition | undefined {
  return indexOf(type).sectionOfField.get(field);
}

/**
 * @param besides what may be named besides lines: the joint sign-off
 * @throws Refusal `invalid`/`unknown-line`
 */
export function lineDefinition(type: RecordType, name: string, besides: readonly string[] = []): LineDefinition {
  const line = indexOf(type).lines.get(name);
  if (line === undefined) {
    const allowed = [namesOf(type.lines), ...besides].join(', ');
    throw new Refusal('invalid', 'unknown-line', { params: { line: name, allowed } });
  }
  return line;
}

/** Names of the fields that a line answers for. */
export function fieldsOfLine(type: RecordType, line: string): readonly string[] {
  return indexOf(type).fieldsOfLine.get(line) ?? [];
}

/** The newest definition: what new records follow. */
export function newestDefinition(type: RecordType): WorkflowDefinition {
  return type.definitions.reduce((newest, next) => (next.version > newest.version ? next : newest));
}

/** @throws Refusal `invalid`/`unknown-definition` */
export function definitionOf(type: RecordType, version: number): WorkflowDefinition {
  const definition = indexOf(type).definitions.get(version);
  if (definition === undefined)
    throw new Refusal('invalid', 'unknown-definition', {
      params: { version, allowed: type.definitions.map((one) => one.version).join(', ') },
    });
  return definition;
}

/** The definition that a record follows; before it is opened, the newest. */
export function definitionFor(state: RecordState, type: RecordType): WorkflowDefinition {
  return state.revision < 0 ? newestDefinition(type) : definitionOf(type, state.definition);
}
