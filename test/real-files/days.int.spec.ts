import { check } from './support/check.js';
import { days } from './tables/days.js';

check('dates', days);
