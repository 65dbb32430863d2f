import type { Catalogue } from '#kernel';
import { allMessages } from '../../../composition/src/countersign.module.js';
import { serverMessages } from './messages.js';

/** Injection token of the catalogue of every text that an answer can have. */
export const CATALOGUE = Symbol('Catalogue');

/** What the rooms refuse, and what the HTTP face itself does. */
export const catalogue: Catalogue = { ...allMessages, ...serverMessages };
