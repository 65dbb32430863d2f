/** The languages that people are answered in; Chinese first. */
export type Language = 'zh' | 'en';

/** One text in each language. `{name}` stands for a parameter. */
export type Text = Readonly<Record<Language, string>>;

/** Texts by code. Every room keeps the catalogue of the codes it uses and exports it. */
export type Catalogue = Readonly<Record<string, Text>>;

/** The text of a code in a language with its parameters filled in; the bare code if no catalogue knows it. */
export function textOf(
  catalogue: Catalogue,
  code: string,
  language: Language,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const template = catalogue[code]?.[language];
  if (template === undefined) return code;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
