import type { RightValues } from './cases.js';

/** Somebody whom the files name. */
export interface Pupil {
  readonly name: string;
  readonly idNumber: string;
  /** What a roster says; absent: what the ID number does. */
  readonly sex?: 'male' | 'female';
}

export const A: Pupil = { name: '刘志林', idNumber: '430482201207040155' };
export const B: Pupil = { name: '何美成', idNumber: '430482201103050025' };
export const C: Pupil = { name: '周子涵', idNumber: '430482201309160086' };
export const D: Pupil = { name: '罗雪', idNumber: '430482201001220310' };

export const DOULING = '430482101201';

/** What everybody is known by. */
function identity({ name, idNumber, sex }: Pupil): RightValues {
  const digits = idNumber.slice(6, 14);
  return {
    name,
    idNumber,
    sex: sex ?? (Number(idNumber[16]) % 2 === 1 ? 'male' : 'female'),
    birthDate: `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6)}`,
  };
}

/** A record as the poverty office's roster gives it: every row of it says 男, whatever the number says. */
export function registered(pupil: Pupil, more: RightValues = {}): RightValues {
  return without({
    ...identity({ sex: 'male', ...pupil }),
    ethnicity: '汉族',
    region: DOULING,
    address: '柏坊镇斗岭村5组',
    householdNumber: '4304821012011005',
    headName: pupil.name,
    categories: ['registered'],
    cause: '因残',
    ...more,
  });
}

/** A record as the civil affairs' roster gives it. */
export function supported(pupil: Pupil, more: RightValues = {}): RightValues {
  return without({
    ...identity(pupil),
    region: DOULING,
    address: '柏坊镇斗岭村',
    headName: pupil.name,
    categories: ['minimum-living'],
    certificateNumbers: ['DB4304821000001'],
    ...more,
  });
}

/** A record as the disabled persons' federation's roster gives it. */
export function disabled(pupil: Pupil, certificate: string | undefined, more: RightValues = {}): RightValues {
  return without({
    ...identity(pupil),
    region: DOULING,
    address: '湖南省衡阳市常宁市柏坊镇斗岭村',
    guardian: '刘雨娟',
    guardianPhone: '19900123489',
    categories: ['disabled'],
    ...(certificate !== undefined && { certificateNumbers: [certificate] }),
    ...more,
  });
}

/** What a school's roll adds to a record. */
export function enrolled({ idNumber }: Pupil, more: RightValues = {}): RightValues {
  return without({
    school: '3043482007',
    stage: 'primary',
    grade: 3,
    class: '2班',
    boarding: false,
    guardian: '刘雨娟',
    guardianPhone: '19900123489',
    studentNumber: `G${idNumber}`,
    ...more,
  });
}

/** A record of the poverty office's roster and of a roll. */
export function registeredAndEnrolled(pupil: Pupil, more: RightValues = {}): RightValues {
  return without({ ...registered(pupil), ...enrolled(pupil), ...more });
}

/** A field that is null is not there. */
function without(values: RightValues): RightValues {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** A value that may be one or another; null: it may be absent. */
export class AnyOf {
  constructor(readonly values: readonly unknown[]) {}
}

export function anyOf(...values: readonly unknown[]): AnyOf {
  return new AnyOf(values);
}
