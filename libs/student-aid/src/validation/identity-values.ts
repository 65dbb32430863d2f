import type { Sex } from '../numbers/id-number.js';
import { Day, IdNumber, OneOf, Text } from './rules.js';

/** 身份 */
export class IdentityValues {
  @Text(50) name?: string | null;
  @OneOf(['male', 'female']) sex?: Sex | null;
  @Day() birthDate?: string | null;
  @IdNumber() idNumber?: string | null;
  @Text(20) ethnicity?: string | null;
}
