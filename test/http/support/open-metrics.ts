/** One series of a family, as it was told. */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\["\\n])*)"(?:,|$)/gy;
/** A mean of nothing is no number. */
const NUMBER = /^([+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?|\+Inf|nan)$/i;
/** What may stand behind the name of a family in each kind of it. */
const SUFFIXES: Readonly<Record<string, readonly string[]>> = {
  counter: ['_total', '_created'],
  gauge: [''],
  histogram: ['_bucket', '_sum', '_count'],
  summary: ['', '_sum', '_count'],
};

/** Reads a text as OpenMetrics 1.0.0 wants it. @throws Error at the first line that is none */
export function readOpenMetrics(text: string): readonly Sample[] {
  const lines = text.split('\n');
  if (lines.at(-1) !== '' || lines.at(-2) !== '# EOF') throw new Error('the text does not end with # EOF');
  const kinds = new Map<string, string>();
  const samples = new Map<string, Sample>();
  for (const line of lines.slice(0, -2)) {
    const [, about, family = '', said = ''] = /^# (HELP|TYPE|UNIT) (\S+) (.*)$/.exec(line) ?? [];
    if (about === 'TYPE' && (SUFFIXES[said] === undefined || kinds.has(family))) throw new Error(`not a new family: ${line}`);
    if (about === 'TYPE') kinds.set(family, said);
    if (about !== undefined) continue;
    const sample = readSample(line);
    const known = [...kinds].some(([name, kind]) => SUFFIXES[kind]?.some((suffix) => sample.name === `${name}${suffix}`));
    if (!known) throw new Error(`of no family: ${line}`);
    const series = line.slice(0, line.lastIndexOf(' '));
    if (samples.has(series)) throw new Error(`told twice: ${line}`);
    samples.set(series, sample);
  }
  return [...samples.values()];
}

function readSample(line: string): Sample {
  const [, name = '', written = '', value = ''] = SAMPLE.exec(line) ?? [];
  const pairs = [...written.matchAll(LABEL)];
  if (!NUMBER.test(value) || pairs.map(([pair]) => pair).join('') !== written) throw new Error(`not a sample: ${line}`);
  return {
    name,
    labels: Object.fromEntries(pairs.map(([, label = '', said = '']) => [label, said])),
    value: value === '+Inf' ? Infinity : Number(value),
  };
}
