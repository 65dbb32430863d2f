import type { Catalogue } from '#kernel';
import type { HttpProblem } from '../problem.filter.js';

const TITLES: Readonly<Record<number, string>> = {
  400: 'Malformed request',
  403: 'Not allowed',
  404: 'Not found',
  409: 'Not possible in this state',
  412: 'Out of date',
  413: 'Content too large',
  415: 'Unsupported media type',
  422: 'Not valid',
  428: 'Precondition required',
  503: 'Not available now',
};

/** A problem document as it is answered, in English. */
export function exampleProblem(code: string, status: number, catalogue: Catalogue): HttpProblem {
  return {
    type: `urn:countersign:problem:${code}`,
    title: TITLES[status] ?? '',
    status,
    detail: catalogue[code]?.en ?? code,
    code,
    ...(status === 409 && { allowed: ['visit', 'report-error'] }),
    ...(status === 412 && { revision: 8 }),
  };
}
