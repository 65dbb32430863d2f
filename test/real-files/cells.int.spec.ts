import { check } from './support/check.js';
import { cells } from './tables/cells.js';

check('cells that give no value', cells);
