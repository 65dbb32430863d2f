// This file and what imports it at once must be understood by any Node: nothing newer than ES2020, no import of anything else.

/** The oldest Node that runs Countersign, as `engines` in package.json says it: major and minor version. */
const NEEDED: readonly [number, number] = [24, 9];

/** What is wrong with a version of Node, in one line; undefined if it runs Countersign. */
export function whyNotOn(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > NEEDED[0] || (major === NEEDED[0] && minor >= NEEDED[1])) return undefined;
  const needed = NEEDED.join('.');
  return `会签需要 Node ${needed} 或更高版本，这里是 ${version}；项目自带的在 node_modules/.bin/node。Countersign needs Node ${needed} or later, this is ${version}; the project brings its own: node_modules/.bin/node`;
}

/** Ends the program, as wrong usage, if this Node cannot run it. */
export function endOnOldNode(): void {
  const why = whyNotOn(process.versions.node);
  if (why === undefined) return;
  process.stderr.write(`${why}\n`);
  process.exit(2);
}
