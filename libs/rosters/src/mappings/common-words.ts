/** 性别, as rolls and offices write it. */
export const SEX_WORDS: Readonly<Record<string, string>> = { 男: 'male', 女: 'female', 男性: 'male', 女性: 'female' };

/** 是否寄宿, 就读方式: whether somebody lives at school. */
export const BOARDING_WORDS: Readonly<Record<string, string>> = {
  是: 'true',
  否: 'false',
  Y: 'true',
  N: 'false',
  寄宿: 'true',
  寄宿生: 'true',
  住校: 'true',
  住校生: 'true',
  走读: 'false',
  走读生: 'false',
  非寄宿: 'false',
  非寄宿生: 'false',
  不寄宿: 'false',
  非住校: 'false',
  不住校: 'false',
};
