import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { IsBoolean, IsOptional } from 'class-validator';
import { Data, Line, LONGEST_ID, Note, type Json } from '#kernel';
import type { RecordCommand } from '#verification';
import { RecordDesk } from '../record-desk.js';
import { RecordWork } from '../record-command.js';
import type { Seal } from '../values.js';
import type { CommandAnswer } from './answer.js';

export class DecideDisagreementBody {
  @Line(LONGEST_ID) disagreementId: string;
  /** For what the visit found; else for what stands. */
  @IsOptional() @IsBoolean() asFound?: boolean;
  /** For this value. */
  @IsOptional() @Data() value?: Json;
  @Note() reason: string;
}
