import { check } from './support/check.js';
import { texts } from './tables/texts.js';

check('texts that look alike', texts);
