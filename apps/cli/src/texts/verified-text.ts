import type { Language } from '#kernel';
import type { AttributionsVerified } from '#responsibility';

const SUMMARY = {
  zh: ({ checked, agree }: AttributionsVerified) => `已确认差错 ${checked} 项，责任认定一致 ${agree} 项`,
  en: ({ checked, agree }: AttributionsVerified) => `${checked} confirmed errors, ${agree} attributions agree`,
} as const;

/** How many attributions agree, and each that does not. */
export function verifiedText(answer: AttributionsVerified, language: Language): string {
  return [SUMMARY[language](answer), ...answer.differing.map(({ errorId, position }) => `  ${errorId}  ${position}`)].join('\n');
}
