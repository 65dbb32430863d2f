import { directoryOf } from '../../../directory/src/testing/directory-of.js';
import type { Playground } from '../../../verification/src/testing/attempts.js';
import { studentAid } from '../student-aid.js';
import { completeValues } from './complete-values.js';
import {
  CENTRE,
  COUNTY,
  county,
  JUNIOR,
  KINDERGARTEN,
  OTHER_VILLAGE,
  OUTSIDE_REGION,
  OUTSIDE_SCHOOL,
  TOWNSHIP,
  VILLAGE,
} from './county.js';

const person = (username: string, role: string, unit: string, line: string) => ({ username, name: username, role, unit, line });
const OTHER_TOWNSHIP = '430482102';

/** The people of a small county. `second` is a reviewer of the village and of the centre school under one name in each. */
const people = [
  person('village-collector', 'collector', VILLAGE, 'household'),
  person('village-helper', 'helper', VILLAGE, 'household'),
  person('village-reviewer', 'reviewer', VILLAGE, 'household'),
  person('other-collector', 'collector', OTHER_VILLAGE, 'household'),
  person('township-reviewer', 'reviewer', TOWNSHIP, 'household'),
  person('other-township-reviewer', 'reviewer', OTHER_TOWNSHIP, 'household'),
  person('centre-collector', 'collector', CENTRE, 'enrolment'),
  person('centre-reviewer', 'reviewer', CENTRE, 'enrolment'),
  person('second-centre-reviewer', 'reviewer', CENTRE, 'enrolment'),
  person('junior-collector', 'collector', JUNIOR, 'enrolment'),
  person('junior-reviewer', 'reviewer', JUNIOR, 'enrolment'),
  person('education-officer', 'officer', COUNTY, 'education'),
  person('poverty-officer', 'officer', COUNTY, 'poverty-alleviation'),
  person('civil-officer', 'officer', COUNTY, 'civil-affairs'),
  person('security-officer', 'officer', COUNTY, 'public-security'),
  person('approver', 'approver', COUNTY, 'county'),
  person('second-approver', 'approver', COUNTY, 'county'),
  person('auditor', 'auditor', COUNTY, ''),
];

const { identity, household, poverty, enrolment, payment } = completeValues;
const infant = { ...identity, birthDate: '2016-03-04', idNumber: '430482201603040049', sex: 'female' };

/** Work on student-aid records: the cases of the routes' table, values of each field that are good, and what departments state. */
export const workingCounty: Playground = {
  type: studentAid,
  staffing: directoryOf({ regions: county.regions(), schools: county.schools(), people }),
  now: '2020-09-10T02:00:00.000Z',
  people: people.map(({ username }) => username),
  samples: {
    identity: [identity, infant, { ...identity, name: '张小华', ethnicity: '瑶族' }],
    household: [
      household,
      { ...household, region: OTHER_VILLAGE, address: '三香村二组', members: 5, guardian: '王五', guardianPhone: '13912345678' },
      { ...household, region: OUTSIDE_REGION, householdNumber: '4304821012011002', headName: '王五', headIdNumber: '11010519491231002X' },
    ],
    poverty: [poverty, { categories: ['disabled'], cause: '因残', certificateNumbers: ['DB4304821012011002'] }],
    enrolment: [
      enrolment,
      { ...enrolment, school: CENTRE, stage: 'primary', grade: 6, class: '1班', studentNumber: 'G43048220080304002X', boarding: false },
      { school: OUTSIDE_SCHOOL, stage: 'junior', boarding: true },
      { school: KINDERGARTEN, stage: 'preschool', boarding: false },
      { school: null, stage: 'none' },
    ],
    payment: [
      payment,
      { ...payment, payeeName: '王五', payeeIdNumber: '11010519491231002X', bank: '中国银行', cardNumber: '4111111111111111' },
    ],
  },
  statements: [
    { department: 'poverty-alleviation', values: { name: '张小花', region: VILLAGE, categories: ['registered'], cause: '因病' } },
    { department: 'poverty-alleviation', values: { name: '张小华', region: OTHER_VILLAGE, categories: ['registered'] } },
    { department: 'education', values: { name: '张小花', school: CENTRE, stage: 'primary', grade: 6 } },
    { department: 'education', values: { school: JUNIOR, stage: 'junior', grade: 7 } },
    { department: 'civil-affairs', values: { categories: ['minimum-living'], guardian: '李春兰' } },
  ],
  units: { household: [VILLAGE, OTHER_VILLAGE], enrolment: [CENTRE, JUNIOR, KINDERGARTEN] },
};
