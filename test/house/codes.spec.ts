import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import ts from 'typescript';
import { cliMessages } from '../../apps/cli/src/messages.js';
import { catalogue } from '../../apps/server/src/http/catalogue.js';

const texts = { ...cliMessages, ...catalogue };
const root = process.cwd();

/** Everything that is shipped. */
const sources = ['libs', 'apps'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.spec.ts') && !/(^|\/)testing\//.test(path))
    .map((path) => join(folder, path))
    .map((path) => ts.createSourceFile(path, readFileSync(join(root, path), 'utf8'), ts.ScriptTarget.Latest, true)),
);

/** The texts that an expression can be, as far as they are written there. */
function literalsIn(expression: ts.Expression | undefined): readonly string[] {
  if (expression === undefined) return [];
  if (ts.isStringLiteral(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)) return literalsIn(expression.expression);
  if (ts.isConditionalExpression(expression)) return [...literalsIn(expression.whenTrue), ...literalsIn(expression.whenFalse)];
  if (ts.isBinaryExpression(expression)) return [...literalsIn(expression.left), ...literalsIn(expression.right)];
  return [];
}

function forEachNode(visit: (node: ts.Node) => void): void {
  const walk = (node: ts.Node): void => {
    visit(node);
    ts.forEachChild(node, walk);
  };
  sources.forEach(walk);
}

type Function = ts.FunctionDeclaration | ts.MethodDeclaration | ts.ArrowFunction | ts.FunctionExpression;

const isFunction = (node: ts.Node): node is Function =>
  ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node) || ts.isArrowFunction(node) || ts.isFunctionExpression(node);

/** What a function is called where it is called. */
function nameOf(node: Function): string | undefined {
  if (node.name !== undefined) return node.name.getText();
  return ts.isVariableDeclaration(node.parent) ? node.parent.name.getText() : undefined;
}

const isCode = ({ name }: ts.ParameterDeclaration): boolean => name.getText() === 'code' || name.getText() === 'problem';

/** Which parameter of each function is a code that it refuses by, by what it is called where it is called. */
function codeParameters(): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  forEachNode((node) => {
    if (isFunction(node)) {
      const name = nameOf(node);
      const index = node.parameters.findIndex(isCode);
      if (index >= 0 && name !== undefined && /Refusal|coded|code[,:} ]|context/.test(node.getText())) found.set(name, index);
    }
    // `note` is called by the name of its type.
    if (ts.isTypeAliasDeclaration(node) && ts.isFunctionTypeNode(node.type)) {
      const index = node.type.parameters.findIndex(isCode);
      if (index >= 0) found.set(node.name.text.toLowerCase(), index);
    }
  });
  return found;
}

/** Constructors that refuse, with the place of their code. */
const REFUSALS: Readonly<Record<string, number>> = { Refusal: 1, HttpRefusal: 1 };
/** What stands beside a code that says what is wrong, and not what something is called. */
const BESIDE = new Set(['pointer', 'field', 'params', 'errors']);

/** Every code that any source raises, with where. */
function codesRaised(): ReadonlyMap<string, string> {
  const parameters = codeParameters();
  const raised = new Map<string, string>();
  const add = (codes: readonly string[], node: ts.Node): void => codes.forEach((code) => raised.set(code, node.getSourceFile().fileName));
  forEachNode((node) => {
    if (ts.isNewExpression(node)) {
      const place = REFUSALS[node.expression.getText()];
      if (place !== undefined) add(literalsIn(node.arguments?.[place]), node);
    }
    if (ts.isCallExpression(node)) {
      const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name.text : node.expression.getText();
      const place = parameters.get(called);
      if (place !== undefined) add(literalsIn(node.arguments[place]), node);
    }
    if (ts.isPropertyAssignment(node) && ts.isObjectLiteralExpression(node.parent)) {
      const { properties } = node.parent;
      const beside = properties.length === 1 || properties.some((one) => BESIDE.has(one.name?.getText() ?? ''));
      if (node.name.getText() === 'problem' || (node.name.getText() === 'code' && beside)) add(literalsIn(node.initializer), node);
    }
    if (ts.isReturnStatement(node)) {
      const inside = ts.findAncestor(node, isFunction);
      if (inside !== undefined && /Problem$/.test(nameOf(inside) ?? '')) add(literalsIn(node.expression), node);
    }
  });
  return raised;
}

const KEBAB = /^[a-z][a-z0-9]*(-[a-z0-9]+)+$/;
const raised = [...codesRaised()].filter(([code]) => KEBAB.test(code) || texts[code] !== undefined);

describe('every code that a source raises', () => {
  it('is found, however it is raised', () => {
    const codes = raised.map(([code]) => code);
    expect(codes.length).toBeGreaterThan(200);
    // By a constructor, as one of two, through a function, of one field, of a cell of a roster, and by HTTP alone.
    expect(codes).toEqual(
      expect.arrayContaining([
        'record-exists',
        'line-complete',
        'not-visitor',
        'unknown-reason',
        'unknown-value',
        'if-match-needed',
        'line-needed',
        'bad-code',
        'too-much',
        'duplicate-code',
      ]),
    );
  });

  it('has a text in Chinese and one in English', () => {
    const without = raised.filter(([code]) => (texts[code]?.zh ?? '') === '' || (texts[code]?.en ?? '') === '');
    expect(without.map(([code, file]) => `${code}: ${file}`)).toEqual([]);
  });
});

describe('every text', () => {
  const all = Object.entries({ ...catalogue, ...cliMessages });
  const parametersOf = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort();

  it('has the same parameters in both languages', () => {
    const differing = all.filter(([, { zh, en }]) => String(parametersOf(zh)) !== String(parametersOf(en)));
    expect(differing).toEqual([]);
  });

  it('is in one language: no Chinese in English, and Chinese in Chinese', () => {
    expect(all.filter(([, { en }]) => /\p{Script=Han}/u.test(en))).toEqual([]);
    expect(all.filter(([, { zh }]) => !/\p{Script=Han}/u.test(zh))).toEqual([]);
  });

  it('that is answered over HTTP names no option of the command line', () => {
    expect(Object.entries(catalogue).filter(([, { zh, en }]) => /(^|\s)--[a-z]/.test(`${zh} ${en}`))).toEqual([]);
  });

  it('doubles no word, whichever name of a code is filled in', () => {
    const terms = all.filter(([code]) => code.startsWith('term:')).flatMap(([, { zh }]) => [zh]);
    const doubled = all
      .filter(([code]) => !code.startsWith('term:'))
      .flatMap(([code, { zh }]) => terms.map((term) => `${code}: ${zh.replace(/\{(line|level|role|department|unit)\}/g, term)}`))
      .filter((text) => /(线|级|部门|审核人|单位)\s*\1/.test(text));
    expect(doubled).toEqual([]);
  });
});
