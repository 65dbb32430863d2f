import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { DirectoryImporter, type DirectoryImported } from '../importing/directory-importer.js';
import type { DirectoryFiles } from '../importing/read-files.js';
import type { DirectoryContext } from './context.js';

/**
 * Brings regions, schools, people and their appointments from CSV files. The same files again append nothing; other files append the
 * difference. Nobody loses an appointment by being left out ({@link EndAppointment} ends it), and none that was ended comes back
 * ({@link GrantAppointment} gives it again). Without a user it runs only until an administrator has been appointed.
 */
export class ImportDirectory extends Command<DirectoryImported> {
  readonly word = 'ImportDirectory';

  constructor(
    readonly files: DirectoryFiles,
    readonly context: DirectoryContext,
  ) {
    super();
  }
}

@CommandHandler(ImportDirectory)
export class ImportDirectoryHandler implements ICommandHandler<ImportDirectory> {
  constructor(private readonly importer: DirectoryImporter) {}

  execute({ files, context }: ImportDirectory): Promise<DirectoryImported> {
    return this.importer.import(files, context);
  }
}
