import type { DepartmentMapping } from '../model/mapping.js';

/** 民政局 社会救助对象: one row for each kind of support that somebody gets. */
export const civilAffairs: DepartmentMapping = {
  department: 'civil-affairs',
  columns: [
    { fact: 'name', headers: ['姓名', '救助对象姓名', '对象姓名'], reads: 'name', needed: true },
    { fact: 'idNumber', headers: ['身份证号', '身份证号码', '公民身份号码', '证件号码'], reads: 'id-number', needed: true },
    { fact: 'category', headers: ['救助类别', '救助类型', '对象类别'], reads: 'category', needed: true },
    { fact: 'certificateNumber', headers: ['救助证号', '证书编号', '低保证号'], reads: 'certificate' },
    { fact: 'headName', headers: ['户主姓名', '户主'], reads: 'name' },
    { fact: 'headIdNumber', headers: ['户主身份证号', '户主身份证号码'], reads: 'other-id-number' },
    { fact: 'township', headers: ['乡镇', '乡（镇）', '乡镇（街道）'], reads: 'text' },
    { fact: 'village', headers: ['村（居）', '行政村', '村居', '村（社区）'], reads: 'text' },
    { fact: 'ended', headers: ['状态', '享受状态', '救助状态'], reads: 'support-state', needed: true },
  ],
  words: {
    category: {
      低保: 'minimum-living',
      城市低保: 'minimum-living',
      农村低保: 'minimum-living',
      城乡低保: 'minimum-living',
      最低生活保障: 'minimum-living',
      特困供养: 'destitute',
      特困: 'destitute',
      特困人员: 'destitute',
      特困救助供养: 'destitute',
      孤儿: 'orphan',
    },
    'support-state': {
      在享: 'running',
      正常: 'running',
      享受: 'running',
      享受中: 'running',
      正常享受: 'running',
      停享: 'ended',
      停发: 'ended',
      注销: 'ended',
      停保: 'ended',
      终止: 'ended',
      取消: 'ended',
    },
  },
};
