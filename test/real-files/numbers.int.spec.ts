import { check } from './support/check.js';
import { numbers } from './tables/numbers.js';

check('ID numbers', numbers);
