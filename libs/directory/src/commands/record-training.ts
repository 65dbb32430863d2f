import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Day, dayAt, derivedId, isBeyondMemory, Line, Note, Refusal, Written } from '#kernel';
import { IsOptional } from 'class-validator';
import type { DirectoryEvent } from '../events.js';
import { refuseProblems } from '../invalid.js';
import { PersonDesk, type PersonWorld } from '../person-desk.js';
import type { DirectoryContext, PersonAnswer } from './context.js';

export class RecordTrainingBody {
  @Line(64) username: string;
  /** Code of the course, as a workflow definition may require it. */
  @Written(/^[a-z][a-z0-9-]{0,49}$/, 'course') course: string;
  /** The day it was completed, YYYY-MM-DD; not in the future, nor longer ago than anybody lives. */
  @Day() completedOn: string;
  @IsOptional() @Note(200) note?: string;
}

/**
 * Records that a person has completed a training (培训). Whoever did not have it before an act did not have it: it counts from its recording on.
 * @throws Refusal `not-found`/`unknown-person`, `conflict`/`training-held`
 */
export class RecordTraining extends Command<PersonAnswer> {
  readonly word = 'RecordTraining';

  constructor(
    readonly body: RecordTrainingBody,
    readonly context: DirectoryContext,
  ) {
    super();
  }
}

@CommandHandler(RecordTraining)
export class RecordTrainingHandler implements ICommandHandler<RecordTraining> {
  constructor(private readonly desk: PersonDesk) {}

  execute({ word, body, context }: RecordTraining): Promise<PersonAnswer> {
    return this.desk.work({
      username: body.username,
      command: word,
      body,
      context,
      decide: (world) => completed(body, context.commandId, world),
    });
  }
}

function completed(
  { username, course, completedOn, note }: RecordTrainingBody,
  commandId: string,
  { state, now }: PersonWorld,
): DirectoryEvent {
  const person = state.people.get(username);
  if (person === undefined) throw new Refusal('not-found', 'unknown-person');
  if (completedOn > dayAt(now)) refuseProblems([{ field: 'completedOn', code: 'in-the-future' }]);
  if (isBeyondMemory(completedOn, dayAt(now))) refuseProblems([{ field: 'completedOn', code: 'beyond-memory' }]);
  if (person.trainings.some((training) => training.course === course && training.completedOn === completedOn)) {
    throw new Refusal('conflict', 'training-held');
  }
  const trainingId = derivedId('training', username, commandId);
  return { type: 'training-completed', data: { trainingId, course, completedOn, from: now, ...(note !== undefined && { note }) } };
}
