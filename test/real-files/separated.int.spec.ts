import { check } from './support/check.js';
import { separated } from './tables/separated.js';

check('text files', separated);
