import { check } from './support/check.js';
import { words } from './tables/words.js';

check('words for codes', words);
