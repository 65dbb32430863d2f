import { describe, expect, it } from '@jest/globals';
import { directoryMessages } from '../messages.js';
import { emptyDirectory, foldDirectory } from '../state.js';
import { eventsOf, region, school } from '../testing/directory-events.js';
import { checkRows } from './check-rows.js';
import type { FileName, Row, Rows } from './directory-files.js';
import { COLUMNS } from './directory-files.js';

/** Rows as they are read from a file whose header is line 1. */
function rowsOf<File extends FileName>(file: File, lines: readonly string[]): Row<File>[] {
  return lines.map((text, index) => {
    const cells = text.split(',');
    return {
      line: index + 2,
      cells: Object.fromEntries(COLUMNS[file].map((column, place) => [column, cells[place] ?? ''])) as Row<File>['cells'],
    };
  });
}

const county = '430482,常宁市,county,';
const township = '430482101,柏坊镇,township,430482';
const village = '430482101201,新建村委会,village,430482101';
const centre = '3043482004,柏坊镇中心小学,centre,430482101,小学,,,18';

const given = (files: Partial<Record<FileName, readonly string[]>>): Rows => ({
  regions: rowsOf('regions', files.regions ?? [county, township, village]),
  schools: rowsOf('schools', files.schools ?? [centre]),
  staff: rowsOf('staff', files.staff ?? ['u1,甲,collector,430482101201,household,1']),
});

/** As `pointer code`, each of them a code that has a text. */
const errorsOf = (files: Partial<Record<FileName, readonly string[]>>, state = emptyDirectory) =>
  checkRows(given(files), state).errors.map(({ pointer, code }) => `${pointer} ${code in directoryMessages ? code : 'without a text'}`);

describe('good rows', () => {
  it('come out in the directory’s terms', () => {
    const { checked, errors } = checkRows(given({}), emptyDirectory);
    expect(errors).toEqual([]);
    expect(checked.schools).toEqual([{ ...school('3043482004', '柏坊镇中心小学', 'centre', '430482101'), teachers: 18 }]);
    expect(checked.regions[1]).toEqual(region('430482101', '柏坊镇', 'township', '430482'));
  });

  it('may stand before what they refer to', () => {
    expect(
      errorsOf({ regions: [village, township, county], schools: ['3043482006,完小,village,430482101,小学,3043482004,,8', centre] }),
    ).toEqual([]);
  });

  it('may refer to what is registered already', () => {
    const state = foldDirectory(
      emptyDirectory,
      eventsOf({ regions: [region('430482', '常宁市', 'county'), region('430482101', '柏坊镇', 'township', '430482')] }),
    );
    expect(errorsOf({ regions: [village] }, state)).toEqual([]);
    expect(errorsOf({ regions: [village] })).toEqual(['/regions/2/parent unknown-parent', '/schools/2/township unknown-township']);
  });
});

describe('regions', () => {
  it.each([
    ['without a code', ',无,county,', ['/regions/5/code value-missing']],
    ['with a code that is none', '43A,无,county,', ['/regions/5/code bad-code']],
    ['without a name', '430483,,county,', ['/regions/5/name value-missing']],
    ['of no level', '430483,无,hamlet,', ['/regions/5/level bad-level']],
    ['below nothing', '430482102,无,township,', ['/regions/5/parent value-missing']],
    ['below the unknown', '430482102,无,township,999', ['/regions/5/parent unknown-parent']],
    ['below their own level', '430482102,无,township,430482101', ['/regions/5/parent wrong-parent']],
    ['below themselves', '430482102,无,township,430482102', ['/regions/5/parent wrong-parent']],
    ['twice', '430482101,柏坊镇,township,430482', ['/regions/5/code duplicate-code']],
  ])('%s', (_what, row, expected) => {
    expect(errorsOf({ regions: [county, township, village, row] })).toEqual(expected);
  });
});

describe('schools', () => {
  it.each([
    ['without a code', ',无,centre,430482101,小学,,,1', ['/schools/3/code value-missing']],
    ['with a code that is none', '30 1,无,centre,430482101,小学,,,1', ['/schools/3/code bad-code']],
    ['of no kind', '30001,无,college,430482101,小学,,,1', ['/schools/3/kind bad-kind']],
    ['in no township', '30001,无,centre,,小学,,,1', ['/schools/3/township value-missing']],
    ['in a village for a township', '30001,无,centre,430482101201,小学,,,1', ['/schools/3/township unknown-township']],
    ['in a township for a village', '30001,无,centre,430482101,小学,,430482101,1', ['/schools/3/village unknown-village']],
    ['below an unknown centre school', '30001,无,village,430482101,小学,999,,1', ['/schools/3/parent unknown-parent']],
    ['below themselves', '30001,无,centre,430482101,小学,30001,,1', ['/schools/3/parent wrong-parent']],
    ['with teachers that are no number', '30001,无,centre,430482101,小学,,,-1', ['/schools/3/teachers bad-number']],
    ['with the code of a region', '430482101,无,centre,430482101,小学,,,1', ['/schools/3/code duplicate-code']],
    ['twice', centre, ['/schools/3/code duplicate-code']],
  ])('%s', (_what, row, expected) => {
    expect(errorsOf({ schools: [centre, row] })).toEqual(expected);
  });

  it('below a school that is no centre school', () => {
    const schools = [centre, '30001,无,village,430482101,小学,3043482004,,1', '30002,无,village,430482101,小学,30001,,1'];
    expect(errorsOf({ schools })).toEqual(['/schools/4/parent wrong-parent']);
  });

  it('may have no known number of teachers', () => {
    expect(checkRows(given({ schools: ['30001,无,centre,430482101,小学,,,'] }), emptyDirectory).checked.schools[0]?.teachers).toBe(0);
  });

  it('with the code of a registered region', () => {
    const state = foldDirectory(emptyDirectory, eventsOf({ regions: [region('4399', '旧', 'prefecture')] }));
    expect(errorsOf({ schools: ['4399,无,centre,430482101,小学,,,1'] }, state)).toEqual(['/schools/2/code code-in-use']);
  });
});

describe('staff', () => {
  it.each([
    ['without a user name', ',甲,collector,430482101201,household,', ['/staff/3/username value-missing']],
    ['with the program’s own name', 'system,甲,collector,430482101201,household,', ['/staff/3/username bad-username']],
    ['twice', 'u1,甲,collector,430482101201,household,', ['/staff/3/username duplicate-username']],
    ['in no role', 'u2,甲,,430482101201,household,', ['/staff/3/role unknown-role']],
    ['in a role of the language', 'u2,甲,constructor,430482101201,household,', ['/staff/3/role unknown-role']],
    ['in no unit', 'u2,甲,collector,,household,', ['/staff/3/unit unknown-unit']],
    ['without a line that the role needs', 'u2,甲,officer,430482,,', ['/staff/3/line line-needed']],
    ['with a line that the role cannot have', 'u2,甲,administrator,430482,household,', ['/staff/3/line line-not-allowed']],
    ['with a line that is no code', 'u2,甲,collector,430482101201,户籍,', ['/staff/3/line bad-line']],
  ])('%s', (_what, row, expected) => {
    expect(errorsOf({ staff: ['u1,甲,collector,430482101201,household,', row] })).toEqual(expected);
  });

  it('names the other place of a repeated code or user name', () => {
    const { errors } = checkRows(
      given({ regions: [county, township, village, county], staff: ['u1,甲,auditor,430482,,', 'u1,甲,auditor,430482,,'] }),
      emptyDirectory,
    );
    expect(errors.map(({ params }) => params)).toEqual([{ file: 'regions', line: 2 }, { line: 2 }]);
  });
});
