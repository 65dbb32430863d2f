import { Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { RecordsModule } from '#records';
import { ChangeMappingHandler } from './commands/change-mapping.js';
import { DecideFindingHandler } from './commands/decide-finding.js';
import { ImportRostersHandler } from './commands/import-rosters.js';
import { ReconcileHandler } from './commands/reconcile.js';
import { ImportRights } from './import-rights.js';
import { ContestedNumbers } from './findings/contested-numbers.js';
import { FindingDesk } from './findings/finding-desk.js';
import { Remedies } from './findings/remedies.js';
import { RosterImporter } from './importing/roster-importer.js';
import { RosterStore } from './keeping/roster-store.js';
import { DepartmentMappings } from './mappings/department-mappings.js';
import { RostersView } from './projections/rosters-view.js';
import { LastRosterDates } from './queries/last-dates.js';
import { FindingsToDecide } from './queries/findings-to-decide.js';
import { ListFindingsHandler } from './queries/list-findings.js';
import { UnreadRows } from './queries/unread-rows.js';
import { ShowMappingHandler } from './queries/show-mapping.js';
import { KnownPeople } from './reconciling/known-people.js';
import { Namesakes } from './reconciling/namesakes.js';
import { Reconciler } from './reconciling/reconciler.js';
import { RecordIntake } from './reconciling/record-intake.js';
import { SameStudents } from './reconciling/same-students.js';

/** Departments' rosters: handed over as files, reconciled with each other and with the records; what people must decide. */
@Module({
  imports: [CqrsModule, RecordsModule],
  providers: [
    RosterStore,
    DepartmentMappings,
    RostersView,
    RosterImporter,
    ImportRights,
    Reconciler,
    RecordIntake,
    KnownPeople,
    Namesakes,
    SameStudents,
    ContestedNumbers,
    FindingDesk,
    Remedies,
    LastRosterDates,
    FindingsToDecide,
    UnreadRows,
    ImportRostersHandler,
    ReconcileHandler,
    DecideFindingHandler,
    ChangeMappingHandler,
    ShowMappingHandler,
    ListFindingsHandler,
  ],
  exports: [ImportRights, FindingsToDecide, LastRosterDates, UnreadRows],
})
export class RostersModule {}
