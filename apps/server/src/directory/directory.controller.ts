import { Body, Controller, Get, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { IsIn, IsOptional } from 'class-validator';
import { Line } from '#kernel';
import * as directory from '#directory';
import type { Listed } from '#projections';
import { readBody } from '#records';
import { By, type Acting } from '../http/acting.js';
import { PageQuery, readQuery } from '../http/queries.js';
import { Described } from '../openapi/described.js';
import { MOMENT, POSITION, SCHOOL, TIME, TOWNSHIP, VILLAGE } from '../openapi/examples.js';
import { Operation, type OperationDescription } from '../openapi/operation.js';
import * as answers from './directory-answers.js';

class UnitsQuery extends PageQuery {
  /** Directly below this unit. */
  @IsOptional() @Line(20) @Described('directly below this unit', TOWNSHIP) under?: string;
  @IsOptional() @IsIn(directory.REGION_LEVELS) @Described('level of regions', 'village') level?: string;
  @IsOptional() @IsIn(directory.SCHOOL_KINDS) @Described('kind of schools', 'centre') kind?: string;
}

class PeopleQuery extends PageQuery {
  @IsOptional() @Line(20) @Described('only those appointed in this unit', VILLAGE) unit?: string;
}

class AppointmentsQuery extends PageQuery {
  @IsOptional() @Line(64) @Described('user name of a person', 'u0123') person?: string;
  @IsOptional() @Line(20) @Described('only those appointed in this unit', VILLAGE) unit?: string;
  @IsOptional() @IsIn(directory.ROLE_NAMES) @Described('a role', 'reviewer') role?: string;
}

class DelegationsQuery extends PageQuery {
  @IsOptional() @Line(64) @Described('user name of a person', 'u0123') person?: string;
}

class TrainingsQuery extends DelegationsQuery {
  @IsOptional() @Line(50) @Described('code of a training', 'collecting') course?: string;
}

const POST = { role: 'reviewer', unit: VILLAGE, line: 'household' };
const APPOINTMENT = { userId: 'u0123', name: '李建平', appointmentId: '7d1f0c52-6a11-8c3e-9c55-0f8b0a6f2c11', ...POST, from: TIME };
const personExample = { userId: 'u0123', position: POSITION };

/** What an administrator does to people and their posts. */
function byAdministrator(body: OperationDescription['body'], conflict: string, status: 200 | 201 = 200) {
  return {
    needs: 'command' as const,
    status,
    body,
    answer: { schema: answers.personAnswer, example: personExample },
    refusals: { 403: 'administrator-only', 404: 'unknown-person', 409: conflict, 412: 'directory-busy' },
  };
}

/** Units, people, appointments, delegations, trainings. */
@Controller('api')
export class DirectoryController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('units')
  @Operation({
    summary: '机构 Regions and schools, by code',
    needs: 'nobody',
    reads: true,
    query: UnitsQuery,
    answer: {
      schema: answers.unitPage,
      example: { asOf: MOMENT, items: [{ code: VILLAGE, name: '新建村委会', level: 'village', parent: '430482101' }] },
    },
  })
  listUnits(@Query() query: unknown): Promise<Listed<directory.ListedUnit>> {
    return this.queries.execute(new directory.ListUnits(readQuery(UnitsQuery, query)));
  }

  @Post('units')
  @Operation({
    summary: '登记机构 Make a region or school known, or change what is known of it',
    description: 'A region has a `level`, a school a `kind`.',
    needs: 'command',
    body: {
      type: directory.RegisterUnitBody,
      example: { code: SCHOOL, name: '柏坊镇柏坊完小', kind: 'village', township: '430482101', parent: '3043482004', teachers: 8 },
    },
    answer: { schema: answers.unitAnswer, example: { code: SCHOOL, position: POSITION, events: 1 } },
    refusals: { 403: 'administrator-only', 412: 'directory-busy' },
  })
  registerUnit(@Body() body: unknown, @By() acting: Acting): Promise<directory.UnitAnswer> {
    return this.commands.execute(new directory.RegisterUnit(readBody(directory.RegisterUnitBody, body), acting));
  }

  @Get('people')
  @Operation({
    summary: '人员 People, by user name',
    needs: 'nobody',
    reads: true,
    query: PeopleQuery,
    answer: { schema: answers.personPage, example: { asOf: MOMENT, items: [{ userId: 'u0123', name: '李建平' }] } },
  })
  listPeople(@Query() query: unknown): Promise<Listed<directory.ListedPerson>> {
    return this.queries.execute(new directory.ListPeople(readQuery(PeopleQuery, query)));
  }

  @Post('people')
  @Operation({
    summary: '登记人员 Make a person known',
    ...byAdministrator(
      { type: directory.RegisterPersonBody, example: { username: 'u0123', name: '李建平', phone: '19900000001' } },
      'username-taken',
      201,
    ),
    location: () => '/api/people',
  })
  registerPerson(@Body() body: unknown, @By() acting: Acting): Promise<directory.PersonAnswer> {
    return this.commands.execute(new directory.RegisterPerson(readBody(directory.RegisterPersonBody, body), acting));
  }

  @Get('appointments')
  @Operation({
    summary: '任职 Who is appointed to what, from when to when',
    needs: 'nobody',
    reads: true,
    query: AppointmentsQuery,
    answer: { schema: answers.appointmentPage, example: { asOf: MOMENT, items: [APPOINTMENT] } },
  })
  listAppointments(@Query() query: unknown): Promise<Listed<directory.ListedAppointment>> {
    return this.queries.execute(new directory.ListAppointments(readQuery(AppointmentsQuery, query)));
  }

  @Post('appointments')
  @Operation({
    summary: '任命 Appoint a person',
    ...byAdministrator({ type: directory.GrantAppointmentBody, example: { username: 'u0123', ...POST } }, 'appointment-held', 201),
    location: () => '/api/appointments',
  })
  grantAppointment(@Body() body: unknown, @By() acting: Acting): Promise<directory.PersonAnswer> {
    return this.commands.execute(new directory.GrantAppointment(readBody(directory.GrantAppointmentBody, body), acting));
  }

  @Post('appointments/ending')
  @Operation({
    summary: '免职 End an appointment, or bring its end forward',
    description: 'What was signed under it stays signed under it.',
    ...byAdministrator({ type: directory.EndAppointmentBody, example: { username: 'u0123', ...POST } }, 'command-reused'),
  })
  endAppointment(@Body() body: unknown, @By() acting: Acting): Promise<directory.PersonAnswer> {
    return this.commands.execute(new directory.EndAppointment(readBody(directory.EndAppointmentBody, body), acting));
  }

  @Get('delegations')
  @Operation({
    summary: '代办 Who stands in for whom',
    needs: 'nobody',
    reads: true,
    query: DelegationsQuery,
    answer: {
      schema: answers.delegationPage,
      example: {
        asOf: MOMENT,
        items: [
          {
            delegationId: '1b0f0c52-6a11-8c3e-9c55-0f8b0a6f2c11',
            person: 'u0123',
            delegate: 'u0124',
            from: TIME,
            to: '2020-10-20T00:00:00.000Z',
          },
        ],
      },
    },
  })
  listDelegations(@Query() query: unknown): Promise<Listed<directory.ListedDelegation>> {
    return this.queries.execute(new directory.ListDelegations(readQuery(DelegationsQuery, query)));
  }

  @Post('delegations')
  @Operation({
    summary: '授权代办 Let one person stand in for another for a period',
    ...byAdministrator(
      { type: directory.GrantDelegationBody, example: { person: 'u0123', delegate: 'u0124', to: '2020-10-20T08:00:00+08:00' } },
      'command-reused',
      201,
    ),
    location: () => '/api/delegations',
  })
  grantDelegation(@Body() body: unknown, @By() acting: Acting): Promise<directory.PersonAnswer> {
    return this.commands.execute(new directory.GrantDelegation(readBody(directory.GrantDelegationBody, body), acting));
  }

  @Get('trainings')
  @Operation({
    summary: '培训 Who has completed which training',
    needs: 'nobody',
    reads: true,
    query: TrainingsQuery,
    answer: {
      schema: answers.trainingPage,
      example: {
        asOf: MOMENT,
        items: [
          {
            userId: 'u0101',
            name: '王秀英',
            trainingId: '9c0f0c52-6a11-8c3e-9c55-0f8b0a6f2c11',
            course: 'collecting',
            completedOn: '2020-08-28',
            from: TIME,
          },
        ],
      },
    },
  })
  listTrainings(@Query() query: unknown): Promise<Listed<directory.ListedTraining>> {
    return this.queries.execute(new directory.ListTrainings(readQuery(TrainingsQuery, query)));
  }

  @Post('trainings')
  @Operation({
    summary: '登记培训 Record that a person has completed a training',
    ...byAdministrator(
      { type: directory.RecordTrainingBody, example: { username: 'u0101', course: 'collecting', completedOn: '2020-08-28' } },
      'training-held',
      201,
    ),
    location: () => '/api/trainings',
  })
  recordTraining(@Body() body: unknown, @By() acting: Acting): Promise<directory.PersonAnswer> {
    return this.commands.execute(new directory.RecordTraining(readBody(directory.RecordTrainingBody, body), acting));
  }
}
