import { z } from 'zod';

interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required?: boolean;
}

type Content = Readonly<Record<string, { readonly schema: object; readonly example?: unknown }>>;

interface DescribedOperation {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, { readonly content: Content }>>;
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DescribedOperation>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, object>> };
}

/** What a caller gives to an operation: parameters by their names, and the body. */
export interface Given {
  readonly parameters?: Readonly<Record<string, string | number>>;
  readonly body?: object;
}

export interface Called {
  readonly status: number;
  readonly etag: string | null;
  readonly location: string | null;
  readonly body: Readonly<Record<string, unknown>>;
}

/**
 * A client that knows nothing but the OpenAPI document: where operations are, what they take, what they answer. An answer that the document
 * does not describe is an error.
 */
export class GeneratedClient {
  private constructor(
    private readonly origin: string,
    readonly document: OpenApi,
  ) {}

  static async of(origin: string): Promise<GeneratedClient> {
    const response = await fetch(`${origin}/api/openapi.json`);
    return new GeneratedClient(origin, (await response.json()) as OpenApi);
  }

  get operations(): readonly (DescribedOperation & { readonly path: string; readonly method: string })[] {
    return Object.entries(this.document.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ ...operation, path, method })),
    );
  }

  /** @throws Error if the answer is not as the document says */
  async call(operationId: string, { parameters = {}, body }: Given = {}): Promise<Called> {
    const operation = this.operations.find((one) => one.operationId === operationId);
    if (operation === undefined) throw new Error(`no operation ${operationId}`);
    const of = (place: Parameter['in']) => operation.parameters.filter((one) => one.in === place && parameters[one.name] !== undefined);
    const missing = operation.parameters.filter((one) => one.required === true && parameters[one.name] === undefined);
    if (missing.length > 0) throw new Error(`${operationId} needs ${missing.map(({ name }) => name).join(', ')}`);
    const path = of('path').reduce((url, { name }) => url.replace(`{${name}}`, encodeURIComponent(parameters[name] ?? '')), operation.path);
    const query = new URLSearchParams(of('query').map(({ name }): [string, string] => [name, String(parameters[name])])).toString();
    const headers = Object.fromEntries(of('header').map(({ name }) => [name, String(parameters[name])]));
    const response = await fetch(`${this.origin}${path}${query === '' ? '' : `?${query}`}`, {
      method: operation.method.toUpperCase(),
      headers: { ...headers, ...(body !== undefined && { 'content-type': 'application/json' }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const isJson = response.headers.get('content-type')?.includes('json') === true;
    const answer = (isJson ? await response.json() : await response.text()) as Called['body'];
    this.mustBeDescribed(operation, response, answer);
    return { status: response.status, etag: response.headers.get('etag'), location: response.headers.get('location'), body: answer };
  }

  private mustBeDescribed({ operationId, responses }: DescribedOperation, response: Response, answer: unknown): void {
    const mediaType = response.headers.get('content-type')?.split(';')[0] ?? '';
    const described = responses[response.status]?.content[mediaType];
    if (described === undefined) throw new Error(`${operationId} answered ${response.status} ${mediaType}, which is not described`);
    const parsed = this.schema(described.schema).safeParse(answer);
    if (!parsed.success) throw new Error(`${operationId} ${response.status}: ${z.prettifyError(parsed.error)}`);
  }

  private schema(schema: object): z.ZodType {
    const whole = JSON.stringify({ ...schema, $defs: this.document.components.schemas }).replaceAll('#/components/schemas/', '#/$defs/');
    return z.fromJSONSchema(JSON.parse(whole) as Parameters<typeof z.fromJSONSchema>[0]);
  }
}
