import { CYCLE, POSITION, RECORD_ID } from '../openapi/examples.js';

export const IMPORT_ID = '6f1c1d7e-8a52-4b8e-9f5f-0f8b0a6f2c11';
export const FINDING_ID = '0d5c7a10-2f6b-8c1d-9a3e-5b7f00c4e211';

export const importExample = {
  importId: IMPORT_ID,
  name: '扶贫办_建档立卡人口.xlsx',
  cycle: CYCLE,
  state: 'done',
  received: 0,
  answer: {
    files: [
      {
        file: '扶贫办_建档立卡人口.xlsx',
        department: 'poverty-alleviation',
        asOf: '2020-09-01',
        rows: 812,
        read: 810,
        unread: 2,
        repeated: false,
      },
    ],
    records: { opened: 406, completed: 0, unchanged: 0 },
    findings: { opened: 9, closed: 0 },
    events: 1233,
    position: POSITION,
  },
};

export const findingsExample = {
  findings: [
    {
      findingId: FINDING_ID,
      kind: 'bad-checksum',
      cycle: CYCLE,
      status: 'open',
      subject: { name: '张小花', idNumber: '430482********0027' },
      rows: [{ file: '扶贫办_建档立卡人口.xlsx', line: 117, column: '证件号码', value: '430482********0027' }],
      detail: { departments: ['poverty-alleviation'], proposals: [{ number: 1, action: 'adopt', idNumber: '430482********0026' }] },
    },
  ],
};

export const findingAnswerExample = { findingId: FINDING_ID, status: 'accepted', records: [RECORD_ID], events: 3, position: POSITION };
