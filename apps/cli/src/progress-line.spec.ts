import { describe, expect, it } from '@jest/globals';
import { ProgressLine } from './progress-line.js';

function lineOn(isTTY: boolean) {
  const written: string[] = [];
  let time = 0;
  const line = new ProgressLine({ isTTY, write: (text) => written.push(text) }, () => time);
  const tellAt = (at: number, text = `at ${at}`) => {
    time = at;
    line.tell(() => text);
  };
  return { line, written, tellAt };
}

describe('the line that tells how something goes on', () => {
  it('changes on a terminal five times a second, and is gone at the end', () => {
    const { line, written, tellAt } = lineOn(true);
    for (const at of [0, 199, 200, 350, 400]) tellAt(at);
    line.end();
    line.end();
    expect(written).toEqual(['at 200', '\r\u001b[K', 'at 400', '\r\u001b[K']);
  });

  it('is a line now and then in a log', () => {
    const { line, written, tellAt } = lineOn(false);
    for (const at of [0, 4_999, 5_000, 9_000, 10_000]) tellAt(at);
    line.end();
    expect(written).toEqual(['at 5000\n', 'at 10000\n']);
  });

  it('makes place for what is said at once', () => {
    const { line, written, tellAt } = lineOn(true);
    tellAt(200);
    line.say('unread');
    line.end();
    expect(written).toEqual(['at 200', '\r\u001b[K', 'unread\n']);
  });
});
