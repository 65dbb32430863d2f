import type { Case } from '../support/cases.js';
import { cells } from './cells.js';
import { columns } from './columns.js';
import { days } from './days.js';
import { numbers } from './numbers.js';
import { others } from './others.js';
import { plain } from './plain.js';
import { separated } from './separated.js';
import { texts } from './texts.js';
import { words } from './words.js';
import { workbooks } from './workbooks.js';

/** Every case of every table. */
export const everyCase: readonly Case[] = [
  ...plain,
  ...columns,
  ...cells,
  ...texts,
  ...separated,
  ...workbooks,
  ...others,
  ...numbers,
  ...days,
  ...words,
];
