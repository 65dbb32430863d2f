import { readFile } from 'node:fs/promises';
import { buffer } from 'node:stream/consumers';
import { Refusal, typedText } from '#kernel';

/**
 * Reads the JSON object that a command is given by `--input FILE`, or `-` for standard input; an empty object without it.
 * @throws Refusal `unreadable`/`no-such-file`, `unreadable`/`input-not-json`
 */
export async function readInput(source: string | undefined): Promise<Record<string, unknown>> {
  if (source === undefined) return {};
  const content = source === '-' ? typedText(await buffer(process.stdin)) : await fileText(source);
  try {
    const value: unknown = JSON.parse(content);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // One answer for everything that is no JSON object.
  }
  throw new Refusal('unreadable', 'input-not-json');
}

/** The text of a file, in UTF-8; where it is none, it holds what no command takes. @throws Refusal `unreadable`/`no-such-file` */
export async function fileText(file: string): Promise<string> {
  try {
    return typedText(await readFile(file));
  } catch {
    throw new Refusal('unreadable', 'no-such-file', { params: { file } });
  }
}

/**
 * `FIELD=REASON` as a reason for one field.
 * @throws Refusal `invalid`/`wrong-reason`
 */
export function fieldReason(argument: string): { field: string; reason: string } {
  const equals = argument.indexOf('=');
  if (equals <= 0 || equals === argument.length - 1) throw new Refusal('invalid', 'wrong-reason');
  return { field: argument.slice(0, equals), reason: argument.slice(equals + 1) };
}
