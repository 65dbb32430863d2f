import { Injectable } from '@nestjs/common';
import { textOf, type Language, type Text } from '#kernel';
import { RosterStore } from '../keeping/roster-store.js';
import { rostersMessages } from '../messages.js';
import { masked } from './mask.js';

/** A file whose unread rows are wanted. */
export interface UnreadFile {
  readonly sha256: string;
  /** As it was given. */
  readonly name: string;
}

/** What could not be read, as a table to send back to the department. */
export interface UnreadTable {
  readonly name: string;
  readonly columns: readonly string[];
  readonly rows: Iterable<readonly (string | number | null)[]>;
}

const NAME: Text = { zh: '未读行', en: 'unread rows' };
const COLUMNS: readonly Text[] = [
  { zh: '文件', en: 'file' },
  { zh: '行', en: 'line' },
  { zh: '列', en: 'column' },
  { zh: '内容', en: 'value' },
  { zh: '原因', en: 'reason' },
  { zh: '结果', en: 'consequence' },
];
const WHOLE: Text = { zh: '整行未读', en: 'the row was not read' };
const PART: Text = { zh: '仅此项未读', en: 'this value was not read' };

/** Rows that could not be read, with line, column, value and reason: the department finds and repairs them. */
@Injectable()
export class UnreadRows {
  constructor(private readonly store: RosterStore) {}

  /** @param clear numbers of people unmasked */
  table(files: readonly UnreadFile[], language: Language, clear = false): UnreadTable {
    return {
      name: NAME[language],
      columns: COLUMNS.map((column) => column[language]),
      rows: this.rows(files, language, clear),
    };
  }

  /** File after file, as they are read on. */
  private *rows(files: readonly UnreadFile[], language: Language, clear: boolean): Generator<readonly (string | number | null)[]> {
    for (const { sha256, name } of files) {
      for (const { line, column, value, reason, wholeRow } of this.store.rows.eachProblem(sha256)) {
        const shown = value === undefined ? null : String(clear ? value : masked(value));
        yield [name, line, column ?? null, shown, textOf(rostersMessages, reason, language), (wholeRow ? WHOLE : PART)[language]];
      }
    }
  }
}
