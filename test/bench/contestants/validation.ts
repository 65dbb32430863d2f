import { Ajv } from 'ajv';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Matches, Max, MaxLength, Min } from 'class-validator';
import { readBody, readByClass } from '#records';
import { contestant, mustBe } from '../support/contestant.js';

interface Options {
  readonly way: keyof typeof WAYS;
  readonly bodies: number;
}

/** Twenty fields with the rules that ours have. */
class TwentyFields {
  @IsString() @MaxLength(50) name: string;
  @IsIn(['male', 'female']) sex: string;
  @Matches(/^\d{4}-\d{2}-\d{2}$/) birthDate: string;
  @Matches(/^\d{17}[0-9X]$/) idNumber: string;
  @IsString() @MaxLength(20) ethnicity: string;
  @Matches(/^\d{12}$/) region: string;
  @IsString() @MaxLength(200) address: string;
  @IsString() @MaxLength(40) householdNumber: string;
  @IsString() @MaxLength(50) headName: string;
  @Matches(/^\d{17}[0-9X]$/) headIdNumber: string;
  @IsInt() @Min(1) @Max(30) members: number;
  @IsString() @MaxLength(50) guardian: string;
  @Matches(/^1\d{10}$/) guardianPhone: string;
  @IsIn(['primary', 'junior', 'senior']) stage: string;
  @IsInt() @Min(1) @Max(12) grade: number;
  @IsBoolean() boarding: boolean;
  @IsString() @MaxLength(50) payeeName: string;
  @IsString() @MaxLength(100) bank: string;
  @Matches(/^\d{16,19}$/) cardNumber: string;
  @IsOptional() @IsString() @MaxLength(2000) note?: string;
}

const text = (maxLength: number) => ({ type: 'string', maxLength });
const pattern = (rule: string) => ({ type: 'string', pattern: rule });
const whole = (minimum: number, maximum: number) => ({ type: 'integer', minimum, maximum });
const properties = {
  name: text(50),
  sex: { enum: ['male', 'female'] },
  birthDate: pattern('^\\d{4}-\\d{2}-\\d{2}$'),
  idNumber: pattern('^\\d{17}[0-9X]$'),
  ethnicity: text(20),
  region: pattern('^\\d{12}$'),
  address: text(200),
  householdNumber: text(40),
  headName: text(50),
  headIdNumber: pattern('^\\d{17}[0-9X]$'),
  members: whole(1, 30),
  guardian: text(50),
  guardianPhone: pattern('^1\\d{10}$'),
  stage: { enum: ['primary', 'junior', 'senior'] },
  grade: whole(1, 12),
  boarding: { type: 'boolean' },
  payeeName: text(50),
  bank: text(100),
  cardNumber: pattern('^\\d{16,19}$'),
  note: text(2000),
};
const required = Object.keys(properties).filter((name) => name !== 'note');
const bySchema = new Ajv().compile({ type: 'object', required, additionalProperties: false, properties });

const WAYS = {
  ours: (body: object) => readBody(TwentyFields, body),
  'class-validator': (body: object) => readByClass(TwentyFields, body),
  'json-schema'(body: object) {
    if (!bySchema(body)) throw new Error('refused');
  },
} satisfies Readonly<Record<string, (body: object) => unknown>>;

const good = (number: number) => ({
  name: '张小花',
  sex: 'female',
  birthDate: '2008-03-04',
  idNumber: '430482200803040026',
  ethnicity: '汉族',
  region: '430482101201',
  address: `新建村${number}组`,
  householdNumber: '4304821012011001',
  headName: '张建国',
  headIdNumber: '430482197501010011',
  members: 1 + (number % 30),
  guardian: '李春兰',
  guardianPhone: '13812345678',
  stage: 'junior',
  grade: 1 + (number % 12),
  boarding: number % 2 === 0,
  payeeName: '张建国',
  bank: '常宁农商银行柏坊支行',
  cardNumber: '6205500000000000004',
  note: '无',
});

/** Bodies per second; one in a hundred is wrong, and must be refused. */
await contestant<Options>(async ({ way, bodies }) => {
  const all = Array.from({ length: bodies }, (_none, number) =>
    JSON.stringify({ ...good(number), ...(number % 100 === 99 && { grade: 13 }) }),
  );
  let refused = 0;
  const began = performance.now();
  for (const body of all) {
    try {
      WAYS[way](JSON.parse(body) as object);
    } catch {
      refused += 1;
    }
  }
  const seconds = (performance.now() - began) / 1000;
  mustBe('refused', refused, bodies / 100);
  return { value: bodies / seconds };
});
