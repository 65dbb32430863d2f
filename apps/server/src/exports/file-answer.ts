import { Readable } from 'node:stream';
import { StreamableFile } from '@nestjs/common';
import { z } from 'zod';
import type { ExportFile } from '#statistics';
import { named } from '../openapi/answers.js';
import type { AnswerDescription } from '../openapi/operation.js';

/** What a view or list can be written as. */
export const FORMATS = ['xlsx', 'csv'] as const;

/** A file as an answer. */
export const file: AnswerDescription = {
  schema: named('ExportedFile', z.string()),
  example: '姓名,身份证号\r\n张小花,430482********0026\r\n',
  mediaTypes: ['text/csv', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
};

/** Whoever stops reading ends the making. */
export function streamed({ bytes, contentType, fileName }: ExportFile): StreamableFile {
  return new StreamableFile(Readable.from(bytes, { objectMode: false }), {
    type: contentType,
    disposition: `attachment; filename="${fileName}"`,
  });
}
