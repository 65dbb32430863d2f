import { categories } from '../reference-data.js';
import { EachOneOf, EachText, List, Text } from './rules.js';

/** 贫困类型 */
export class PovertyValues {
  @List(EachOneOf(categories.map(({ code }) => code))) categories?: readonly string[] | null;
  @Text(100) cause?: string | null;
  @List(EachText(40)) certificateNumbers?: readonly string[] | null;
}
