import { describe, expect, it } from '@jest/globals';
import { commandHashOf } from './command-hash.js';

/** Shows what was hashed. */
const shown = { indexOf: (text: string) => `keyed ${text}` };

class Body {
  reason = '已核实';
  accept?: number;
}

describe('the hash of a command', () => {
  it('is keyed, over canonical JSON of its name and what was said', () => {
    expect(commandHashOf(shown, 'DecideFinding', { findingId: 'f', body: { reason: '已核实', accept: 1 } })).toBe(
      'keyed {"body":{"accept":1,"reason":"已核实"},"command":"DecideFinding","findingId":"f"}',
    );
    expect(commandHashOf(shown, 'RegisterUnit', { name: '荷叶村', code: '1' })).toBe(
      'keyed {"code":"1","command":"RegisterUnit","name":"荷叶村"}',
    );
  });

  it('is the same for a body that a class has made and leaves out what was not said', () => {
    const plain = { reason: '已核实' };
    expect(commandHashOf(shown, 'A', { body: new Body() })).toBe(commandHashOf(shown, 'A', { body: plain }));
    expect(commandHashOf(shown, 'A', new Body())).toBe(commandHashOf(shown, 'A', plain));
  });
});
