import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodedText, encodingOf } from './encoding.js';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'encoding-'));
});

afterAll(() => rmSync(folder, { recursive: true }));

function write(...pieces: readonly (string | readonly number[])[]): string {
  const path = join(folder, 'file');
  writeFileSync(path, Buffer.concat(pieces.map((piece) => (typeof piece === 'string' ? Buffer.from(piece) : Buffer.from(piece)))));
  return path;
}

async function read(path: string): Promise<readonly [encoding: string, text: string]> {
  const encoding = await encodingOf(path);
  let text = '';
  for await (const piece of decodedText(path, encoding)) text += piece;
  return [encoding, text];
}

const TEXT = '姓名,身份证号\n刘志林,430482201207040155\n';
const utf16 = (text: string) => [...Buffer.from(text, 'utf16le')];
const swapped = (bytes: readonly number[]) => [...Buffer.from(bytes).swap16()];
/** 姓名, and 何美 with a spoiled byte behind it. */
const GBK = [0xd0, 0xd5, 0xc3, 0xfb, 0x0a];
const GBK_LONG = Array.from({ length: 20 }, () => GBK).flat();

describe('how a text is written', () => {
  it.each([
    ['UTF-8', [TEXT], 'utf-8', TEXT],
    ['UTF-8 with its mark', [[0xef, 0xbb, 0xbf], TEXT], 'utf-8', TEXT],
    ['UTF-16LE with its mark', [[0xff, 0xfe], utf16(TEXT)], 'utf-16le', TEXT],
    ['UTF-16LE without', [utf16(TEXT)], 'utf-16le', TEXT],
    ['UTF-16BE with its mark', [[0xfe, 0xff], swapped(utf16(TEXT))], 'utf-16be', TEXT],
    ['UTF-16BE without', [swapped(utf16(TEXT))], 'utf-16be', TEXT],
    ['GBK', [GBK], 'gb18030', '姓名\n'],
    ['zeros behind it', [TEXT, [0, 0, 0]], 'utf-8', TEXT],
    ['a spoiled byte in UTF-8', [TEXT, '何美', [0xff], ',1\n'], 'utf-8', `${TEXT}何美\ufffd,1\n`],
    ['a spoiled byte in GBK', [GBK_LONG, [0xba, 0xce, 0xff, 0x2c]], 'gb18030', `${'姓名\n'.repeat(20)}何\ufffd,`],
  ] as const)('%s', async (_name, pieces, encoding, text) => {
    expect(await read(write(...pieces))).toEqual([encoding, text]);
  });

  it.each([
    ['bytes of nothing', [[0x81, 0x20, 0xff, 0x81, 0x20]]],
    ['control characters', ['\x01\x02\x03\x04\x05\x06\x07\x0e\x0f\x10\x11\x12', 'abc']],
  ] as const)('%s is no text', async (_name, pieces) => {
    await expect(encodingOf(write(...pieces))).rejects.toMatchObject({ code: 'roster-encoding' });
  });
});
