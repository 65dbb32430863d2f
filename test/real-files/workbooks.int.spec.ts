import { check } from './support/check.js';
import { workbooks } from './tables/workbooks.js';

check('workbooks of other programs', workbooks);
