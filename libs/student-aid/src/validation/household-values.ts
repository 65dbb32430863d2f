import { Holding, IdNumber, Text, Whole } from './rules.js';

/** A mobile number, or a fixed line with its area code. */
const PHONE = /^(1[3-9]\d{9}|0\d{2,3}-?\d{7,8})$/;

/** 户籍家庭 */
export class HouseholdValues {
  @Holding('wrong-region', (region) => /^[1-9](\d{5}|\d{11})$/.test(region)) region?: string | null;
  @Text(200) address?: string | null;
  @Text(40) householdNumber?: string | null;
  @Text(50) headName?: string | null;
  @IdNumber() headIdNumber?: string | null;
  @Whole(1, 30) members?: number | null;
  @Text(50) guardian?: string | null;
  @Holding('wrong-phone', (phone) => PHONE.test(phone)) guardianPhone?: string | null;
}
