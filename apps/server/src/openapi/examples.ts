/** What examples of different answers have in common. */
export const RECORD_ID = '3f6c1d7e-8a52-8b8e-9f5f-0f8b0a6f2c11-2020-2021';
export const STUDENT_ID = '3f6c1d7e-8a52-8b8e-9f5f-0f8b0a6f2c11';
export const ERROR_ID = `${RECORD_ID}.9b1d04aa`;
export const FINDING_ID = '0d5c7a10-2f6b-8c1d-9a3e-5b7f00c4e211';
export const IMPORT_ID = '6f1c1d7e-8a52-4b8e-9f5f-0f8b0a6f2c11';
export const EVENT_ID = '6b0c9a3e-52c1-8d3f-a1d0-7c9e3f5b2a18';
export const DIGEST = '5f70bf18a086007016e948b04aed3b82103a36bea41755b6cddfaf10ace3c6ef';
export const POSITION = '0000000000001042';
export const TIME = '2020-10-09T02:15:00.000Z';
export const MOMENT = { position: POSITION, time: TIME };
export const CYCLE = '2020-2021';
export const MONTH = '2020-09';
export const COUNTY = '430482';
export const TOWNSHIP = '430482101';
export const VILLAGE = '430482101201';
export const SCHOOL = '3043482006';
export const ACTOR = {
  userId: 'u0123',
  name: '李建平',
  role: 'reviewer',
  unit: VILLAGE,
  unitName: '新建村委会',
  line: 'household',
};
/** An address of the next page. */
export const CURSOR = 'WyIwMDAwMDAwMDAwMDAxMDQyIiwiM2Y2YyJd';
