import { describe, expect, it } from '@jest/globals';
import { IsInt, IsOptional, IsString } from 'class-validator';
import { Refusal, type Json } from '#kernel';
import { readBody } from './body.js';

class Body {
  @IsString() name: string;
  @IsOptional() @IsInt() age?: number;
  /** Any value. */
  @IsOptional() right?: Json;
}

function errorsOf(input: unknown): readonly string[] | undefined {
  try {
    readBody(Body, input);
    return undefined;
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.errors.map(({ pointer }) => pointer);
  }
}

describe('a body', () => {
  it('is read by the rules of its class', () => {
    expect(readBody(Body, { name: 'a', age: 1, right: null })).toMatchObject({ name: 'a', age: 1, right: null });
    expect(errorsOf({ name: 7, age: 1.5, stranger: 1 })).toEqual(['/stranger', '/name', '/age']);
  });

  it.each([null, undefined, 7, 'text', []])('is an object, not %p', (input) => expect(errorsOf(input)).toEqual([]));

  it('leaves out what it leaves out: null is no such thing', () => {
    expect(errorsOf({ name: 'a', age: null })).toEqual(['/age']);
    expect(errorsOf({ name: null })).toEqual(['/name']);
  });

  it.each(['constructor', 'toString', 'hasOwnProperty'])('holds no member named %s, however deep', (name) => {
    expect(errorsOf({ name: 'a', right: { list: [{ [name]: 1 }] } })).toEqual(['']);
    expect(errorsOf({ name: 'a', [name]: 1 })).toEqual(['']);
  });
});
