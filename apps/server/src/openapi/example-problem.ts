import { Refusal, type Catalogue, type FieldError, type Language, type RefusalKind } from '#kernel';
import { httpProblemOf, type HttpProblem } from '../http/http-problem.js';
import { HttpRefusal, isHttpStatus } from '../http/http-refusal.js';
import { CYCLE, POSITION } from './examples.js';

type Params = Readonly<Record<string, string | number>>;

/** A value of each parameter of a text, so that an example says what an answer would. */
const PARAMS: Params = {
  line: 'household',
  level: 'township',
  unit: '柏坊镇',
  role: 'reviewer',
  section: 'household',
  department: 'education',
  version: 2,
  count: 2,
  max: 65_536,
  min: 1,
  month: '2020-09',
  view: 'records',
  position: POSITION,
  type: 'org.example.unknown.v1',
  name: 'payment',
  received: 48_211,
  file: '扶贫办_建档立卡人口.xlsx',
  date: '2020-09-01',
  course: 'collecting',
  proposals: 2,
  lines: 'poverty-alleviation',
  wanted: 'application/json',
  reason: 'ECONNREFUSED',
  cause: '',
  state: 'restarting',
  cycle: CYCLE,
  current: 8,
};

/** What a refusal says of single members of what was sent. */
const ERRORS: Readonly<Record<string, readonly FieldError[]>> = {
  'invalid-body': [{ pointer: '/reason', code: 'too-long', params: { max: 2_000 } }],
  'requirements-missing': [
    { pointer: '/fields/members', code: 'missing-field' },
    { pointer: '/visits/any', code: 'missing-visit' },
  ],
};

const KINDS: Readonly<Record<number, RefusalKind>> = {
  403: 'forbidden',
  404: 'not-found',
  409: 'conflict',
  412: 'stale',
  422: 'invalid',
  503: 'unavailable',
};

/**
 * A problem document as it is answered, with all its texts.
 * @param allowed what may be done instead, where an answer would say so
 */
export function exampleProblem(
  code: string,
  status: number,
  { catalogue, language, allowed }: { readonly catalogue: Catalogue; readonly language: Language; readonly allowed?: readonly string[] },
): HttpProblem {
  const details = { params: PARAMS, errors: ERRORS[code], allowed };
  const kind = KINDS[status];
  const refusal =
    kind === undefined && isHttpStatus(status) ? new HttpRefusal(status, code, details) : new Refusal(kind ?? 'invalid', code, details);
  return httpProblemOf(refusal, catalogue, language);
}
