import { check } from './support/check.js';
import { plain } from './tables/plain.js';

check('what was always read', plain);
