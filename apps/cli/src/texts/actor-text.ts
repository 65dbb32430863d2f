import type { Actor, Language } from '#kernel';
import { called } from './vocabulary.js';

const FOR = { zh: '代', en: 'for' } as const;

/** Who acted: name, role and unit as of the act. */
export function actorText({ name, role, unitName, onBehalfOf, userId }: Actor, language: Language): string {
  const post = [unitName, called(role, language)].filter((part) => part !== '').join(' ');
  const standingIn = onBehalfOf === undefined ? '' : ` (${FOR[language]} ${onBehalfOf})`;
  return `${name} ${userId}${post === '' ? '' : ` · ${post}`}${standingIn}`;
}
