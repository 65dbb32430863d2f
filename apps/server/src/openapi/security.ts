import type { JsonSchema } from './schema-of-class.js';

/** How callers will say who they are: accounts come later, and until then nothing asks for either. */
export const SECURITY_SCHEMES: Readonly<Record<string, JsonSchema>> = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: '__Host-cs',
    description:
      'Session of a person who has signed in: for the pages. Not asked for yet: until accounts exist X-Countersign-As names the acting person.',
  },
  token: {
    type: 'http',
    scheme: 'bearer',
    description:
      'Token of a service or of the command line. Not asked for yet: until accounts exist X-Countersign-As names the acting person.',
  },
};

/** One of them, or neither. */
export const SECURITY: readonly JsonSchema[] = [{}, { session: [] }, { token: [] }];
