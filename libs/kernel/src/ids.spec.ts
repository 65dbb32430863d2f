import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { derivedId } from './ids.js';

describe('derivedId', () => {
  it('is a UUID of version 8', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (names) => {
        expect(derivedId(...names)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      }),
    );
  });

  it('is the same for the same names and differs where the names differ, also in where they are cut', () => {
    expect(derivedId('import', '17')).toBe(derivedId('import', '17'));
    expect(derivedId('import', '17')).not.toBe(derivedId('import1', '7'));
    expect(derivedId('a|1:b')).not.toBe(derivedId('a', 'b'));
  });
});
