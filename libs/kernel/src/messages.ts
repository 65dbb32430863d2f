/** The languages that people are answered in; Chinese first. */
export type Language = 'zh' | 'en';

/** One text in each language. `{name}` stands for a parameter. */
export type Text = Readonly<Record<Language, string>>;

/** Texts by code. Every room keeps the catalogue of the codes it uses and exports it. */
export type Catalogue = Readonly<Record<string, Text>>;

/** Under `term:<code>` a catalogue says what a code is called: a level, a role, a status. */
const TERM = 'term:';

/** Entries of a catalogue that say what codes are called. */
export function terms(names: Catalogue): Catalogue {
  return Object.fromEntries(Object.entries(names).map(([code, text]) => [`${TERM}${code}`, text]));
}

/** What a code is called; `signed:village` and the like part by part. A code that has no name is shown as it is. */
export function termOf(catalogue: Catalogue, code: string, language: Language): string {
  const parts = code.split(':');
  if (parts.every((part) => catalogue[`${TERM}${part}`] === undefined)) return code;
  return parts.map((part) => catalogue[`${TERM}${part}`]?.[language] ?? part).join(language === 'zh' ? '：' : ': ');
}

/** Which values there are, as they are written: told behind every text that has none of its own for them. */
const ALLOWED = '{allowed}';
const ONE_OF: Text = { zh: `；可以是：${ALLOWED}`, en: `; it may be: ${ALLOWED}` };

/**
 * The text of a code in a language with its parameters filled in, those that are codes by their names; the bare code if no catalogue
 * knows it. What `<code>:<rule>` says goes before what the code says, and which values are `allowed` is told as they are written.
 */
export function textOf(
  catalogue: Catalogue,
  code: string,
  language: Language,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const text = (catalogue[`${code}:${params.rule ?? ''}`] ?? catalogue[code])?.[language];
  if (text === undefined) return code;
  const template = params.allowed === undefined || text.includes(ALLOWED) ? text : `${text}${ONE_OF[language]}`;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = params[name];
    return typeof value === 'string' && name !== 'allowed' ? termOf(catalogue, value, language) : String(value ?? whole);
  });
}
