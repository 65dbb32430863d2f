import { CYCLE, MOMENT, RECORD_ID, SCHOOL, VILLAGE } from '../openapi/examples.js';

const unit = { code: VILLAGE, name: '新建村委会', level: 'village' };

export const countsExample = {
  unit,
  cycle: CYCLE,
  asOf: MOMENT,
  students: 21,
  byStatus: { collecting: 14, submitted: 7 },
  byCategory: { registered: 17, 'minimum-living': 6 },
  byStage: { primary: 12, junior: 9 },
  bySex: { female: 10, male: 11 },
  boarding: 8,
  compulsoryAge: {
    students: 18,
    byCategory: { registered: 15 },
    bySchool: [{ code: SCHOOL, name: '柏坊镇柏坊完小', students: 17 }],
    notEnrolled: 1,
  },
  overdue: 2,
  unstaffed: 0,
  errors: 1,
  visits: 30,
  rosters: [{ department: 'poverty-alleviation', asOf: '2020-09-01' }],
};

const row = {
  status: 'collecting',
  line: { household: 'collecting', enrolment: 'collecting' },
  village: VILLAGE,
  school: SCHOOL,
  stage: 'primary',
  categories: ['registered'],
};

export const unitChangesExample = {
  unit,
  cycle: CYCLE,
  from: { position: '0000000000000610', time: '2020-09-30T15:59:59.999Z' },
  to: MOMENT,
  before: { ...countsExample, byStatus: { collecting: 21 } },
  after: countsExample,
  asOf: MOMENT,
  items: [
    {
      recordId: RECORD_ID,
      name: '张小花',
      change: 'changed',
      before: row,
      after: { ...row, status: 'submitted', line: { household: 'submitted', enrolment: 'collecting' } },
    },
  ],
};

export const deadlinesExample = {
  cycle: CYCLE,
  asOf: MOMENT,
  levels: [{ line: 'household', level: 'village', waiting: 7, overdue: 2, escalated: 1 }],
};

export const visitsExample = {
  school: { code: SCHOOL, name: '柏坊镇柏坊完小' },
  month: '2020-10',
  asOf: MOMENT,
  visits: 226,
  byMethod: { home: 36, online: 85, phone: 105 },
  byPurpose: { 爱心访: 120, 资助访: 106 },
  byRole: { helper: 40, 'helper-teacher': 186 },
  students: 180,
  teachers: { taking: 65, all: 81, share: 0.8024691358024691 },
};
