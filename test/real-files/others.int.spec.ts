import { check } from './support/check.js';
import { others } from './tables/others.js';

check('what is no roster', others);
