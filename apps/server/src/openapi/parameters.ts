import { LONGEST_ID } from '#kernel';
import { parameter, textOfMember, type ParameterText } from './described.js';
import { COUNTY, ERROR_ID, FINDING_ID, IMPORT_ID, MONTH, RECORD_ID, SCHOOL, TOWNSHIP, VILLAGE } from './examples.js';
import type { Needs, OperationDescription } from './operation.js';
import { schemaOfClass, type JsonSchema } from './schema-of-class.js';

/** What stands in addresses, by what stands before it. */
const IN_PATH: Readonly<Record<string, ParameterText>> = {
  'records/{id}': { description: 'id of the record: a UUID and the school year', example: RECORD_ID },
  'errors/{id}': { description: 'id of the error', example: ERROR_ID },
  'findings/{id}': { description: 'id of the finding', example: FINDING_ID },
  'imports/{id}': { description: 'id of the import', example: IMPORT_ID },
  'counties/{code}': { description: 'code of the county', example: COUNTY },
  'townships/{code}': { description: 'code of the township', example: TOWNSHIP },
  'villages/{code}': { description: 'code of the village', example: VILLAGE },
  'schools/{code}': { description: 'code of the school', example: SCHOOL },
  'units/{code}': { description: 'code of the unit, or a department such as `department:education`', example: VILLAGE },
  '{units}/{code}': { description: 'code of the unit', example: VILLAGE },
  'exports/{units}': { description: '`counties`, `townships`, `villages` or `schools`', example: 'villages' },
  'people/{userId}': { description: 'user name of the person', example: 'u0123' },
  'assessments/{month}': { description: 'a month of Asia/Shanghai', example: MONTH },
  'subscriptions/{name}': { description: 'name of the subscription', example: 'payment' },
};

const PERSON = { type: 'string', pattern: '^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$' };

function header(name: string, text: ParameterText, schema: JsonSchema, required = false): JsonSchema {
  return parameter('header', name, { ...text, schema, required });
}

function personHeader(required: boolean): JsonSchema {
  const description =
    'user name of the acting person, on installations without accounts. It is no credential: the server answers its own machine only.';
  return header('X-Countersign-As', { description, example: 'u0123' }, PERSON, required);
}

const KEY = header(
  'Idempotency-Key',
  {
    description:
      'the same key of the same person is the same command: sent again, it is answered and not done again; for another command, another record or with another body it is refused (422 command-reused)',
    example: '6f1c1d7e-8a52-4b8e-9f5f-0f8b0a6f2c11',
  },
  { type: 'string', pattern: '^[!-~]{1,255}$' },
);
const REVISION = header(
  'If-Match',
  { description: 'the ETag of the record as it was seen, or `*` for whatever it is now', example: '"7"' },
  { type: 'string', pattern: '^("[0-9]{1,15}"|\\*)$' },
  true,
);
const LANGUAGE = header(
  'Accept-Language',
  { description: 'language of messages: `zh` (unless another is asked for) or `en`', example: 'zh' },
  { type: 'string' },
);

const REVISION_OR_CHECK = { ...REVISION, required: false };
const CHECK = parameter('query', 'check', {
  description:
    '`true`: answers 200 with errors and warnings, does nothing and counts as no attempt; `If-Match` and `Idempotency-Key` are not needed then',
  example: true,
  schema: { type: 'boolean', default: false },
  required: false,
});

const HEADERS: Readonly<Record<Needs, readonly JsonSchema[]>> = {
  nothing: [],
  nobody: [personHeader(false)],
  person: [personHeader(true)],
  command: [personHeader(true), KEY],
  revision: [personHeader(true), KEY, REVISION],
};

/** Every parameter of an operation, each with what it means and an example. */
export function parametersOf({
  path,
  query,
  needs,
  headers = {},
  checks,
}: OperationDescription & { readonly path: string }): readonly JsonSchema[] {
  const own = Object.entries(headers).map(([name, text]) => header(name, text, { type: 'string' }));
  const asked = [...(query === undefined ? [] : queryParameters(query)), ...(checks === undefined ? [] : [CHECK])];
  const needed = HEADERS[needs].map((one) => (one === REVISION && checks !== undefined ? REVISION_OR_CHECK : one));
  return [...pathParameters(path), ...asked, ...needed, ...own, LANGUAGE];
}

function pathParameters(path: string): readonly JsonSchema[] {
  const parts = path.split('/');
  return parts.flatMap((part, index) => {
    if (!part.startsWith('{')) return [];
    const text = IN_PATH[`${parts[index - 1] ?? ''}/${part}`];
    return [parameter('path', part.slice(1, -1), { ...text, schema: { type: 'string', minLength: 1, maxLength: LONGEST_ID } })];
  });
}

function queryParameters(query: new () => object): readonly JsonSchema[] {
  const { properties, required = [] } = schemaOfClass(query) as {
    readonly properties: Readonly<Record<string, JsonSchema>>;
    readonly required?: readonly string[];
  };
  return Object.entries(properties).map(([name, schema]) =>
    parameter('query', name, { ...textOfMember(query, name), schema, required: required.includes(name) }),
  );
}
