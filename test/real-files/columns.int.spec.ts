import { check } from './support/check.js';
import { columns } from './tables/columns.js';

check('headers and what stands around a table', columns);
