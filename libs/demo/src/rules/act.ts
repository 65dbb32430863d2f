import type { ICommand } from '@nestjs/cqrs';
import { readBody, type CommandContext } from '#records';
import type { Story } from '../story/story.js';
import type { World } from './world.js';

/** One sign-off of many that somebody gives at once. */
export interface BulkItem {
  readonly recordId: string;
  readonly line: string;
  readonly level: string;
  readonly digest: string;
}

/** Something that one person does: a command like anybody else's, not sent yet. */
export interface Act {
  /** Names the act within its run: the command's id comes from it, so that nothing is done twice. */
  readonly key: string;
  readonly userId: string;
  command(context: CommandContext): ICommand;
  /** The code with which it must be refused: somebody tries what they may not. */
  readonly refusedWith?: string;
  /** Only looks at something before the next act of the same person: the looking takes its time. */
  readonly looks?: true;
  /** Given together with all others of the same person at the same moment. */
  readonly bulk?: BulkItem;
}

/** Something that is due for a record from some moment on. */
export interface Task {
  /** UTC. Comes from the record's story alone, so that a run that is started again finds the same. */
  readonly at: string;
  /** What is done then, in order; nothing while nobody is there to do it. */
  acts(world: World): readonly Act[];
}

type RecordCommandClass<Body> = new (recordId: string, body: Body, context: CommandContext) => ICommand;

/**
 * An act on a record. Its key names the revision that its person has before them: no record has the same one twice.
 * @param what tells acts at one revision from each other
 */
export function act<Body extends object>(
  { recordId, state }: Pick<Story, 'recordId' | 'state'>,
  what: string,
  userId: string,
  [type, body]: readonly [RecordCommandClass<Body>, new () => Body],
  values: Body,
): Act {
  return {
    key: `${recordId}|${state.revision}|${what}`,
    userId,
    command: (context) => new type(recordId, readBody(body, values), context),
  };
}
