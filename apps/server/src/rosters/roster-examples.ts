import { CYCLE, FINDING_ID, IMPORT_ID, MOMENT, POSITION, RECORD_ID } from '../openapi/examples.js';

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
        sha256: '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef',
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
  asOf: MOMENT,
  items: [
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

export const mappingDocument = 'civil-affairs:\n  columns:\n    name: [困难群众姓名]\n  words:\n    category: { 低保户: minimum-living }\n';

const MAPPING_HASH = '0f7d5f3b7b1a4ee3a2f5b0f4f7b0d1c29d3f6a58c7e94b1d2a6c8e0f1b3d5a79';

export const mappingAnswerExample = { version: 1, hash: MAPPING_HASH, events: 1, position: POSITION };

export const mappingExample = {
  version: 1,
  content: mappingDocument,
  changes: [{ version: 1, hash: MAPPING_HASH, time: '2020-09-01T00:30:00.000Z', by: { userId: 'admin', name: '段海' } }],
  departments: [
    {
      department: 'civil-affairs',
      columns: [{ fact: 'name', headers: ['姓名', '困难群众姓名'], reads: 'name', needed: true }],
      words: { category: { 低保: 'minimum-living', 低保户: 'minimum-living' } },
    },
  ],
};

export const unreadExample = '\uFEFF文件,行,列,内容,原因,结果\r\n民政局_社会救助对象.csv,117,救助类别,不详,不认识的内容,整行未读\r\n';
