import { normaliseName } from '#kernel';

/** Endings of a township's name, longest first, as people add or drop them. */
const TOWNSHIP_SUFFIXES = ['街道办事处', '办事处', '街道', '镇', '乡'];

/** The peoples whose townships bear their name; it is left out in speech: 塔山瑶族乡 is 塔山乡. */
const PEOPLES =
  '蒙古|回|藏|维吾尔|苗|彝|壮|布依|朝鲜|满|侗|瑶|白|土家|哈尼|哈萨克|傣|黎|傈僳|佤|畲|高山|拉祜|水|东乡|纳西|景颇|柯尔克孜|土|达斡尔|仫佬|羌|布朗|撒拉|毛南|' +
  '仡佬|锡伯|阿昌|普米|塔吉克|怒|乌孜别克|俄罗斯|鄂温克|德昂|保安|裕固|京|塔塔尔|独龙|鄂伦春|赫哲|门巴|珞巴|基诺|各';

const OF_PEOPLES = new RegExp(`^(.+?)(?:(?:${PEOPLES})族)+$`, 'u');

/** Endings of a village's name, longest first. Villages and communities are different kinds of place and may share a name. */
const VILLAGE_SUFFIXES = [
  ['rural', '村民委员会'],
  ['urban', '社区居民委员会'],
  ['urban', '社区居委会'],
  ['urban', '居民委员会'],
  ['urban', '居委会'],
  ['rural', '村委会'],
  ['rural', '村委'],
  ['urban', '社区'],
  ['rural', '村'],
] as const;

/** A place's name as it is compared: normalised, and without spaces. */
export function plainName(name: string): string {
  return normaliseName(name).text.replaceAll(' ', '');
}

/** A township's name without its ending, and without the name of a people before that. Nothing is left of an ending alone. */
export function townshipCore(name: string): string {
  const suffix = TOWNSHIP_SUFFIXES.find((ending) => name.endsWith(ending) && name.length > ending.length);
  if (suffix === undefined) return name;
  const core = name.slice(0, -suffix.length);
  return suffix === '乡' ? (OF_PEOPLES.exec(core)?.[1] ?? core) : core;
}

/** How a township's name ends, as one word for each kind. */
export function townshipKind(name: string): string {
  const suffix = TOWNSHIP_SUFFIXES.find((ending) => name.endsWith(ending));
  return suffix === undefined || suffix.length === 1 ? (suffix ?? '') : '街道';
}

/**
 * What a village's name stands for: `rural:新岭` for 新岭村委会 and 新岭村, `urban:杨家湾` for 杨家湾社区 and 杨家湾居委会. A name with two
 * endings (李家村村委会) stands for both readings, the longer name first. Empty if the name has no ending.
 */
export function villageReadings(name: string): readonly string[] {
  const suffix = VILLAGE_SUFFIXES.find(([, ending]) => name.endsWith(ending) && name.length > ending.length);
  if (suffix === undefined) return [];
  const [kind, ending] = suffix;
  const core = name.slice(0, -ending.length);
  return [`${kind}:${core}`, ...villageReadings(core).filter((reading) => reading.startsWith(kind))];
}

/** What is left of a village's name without any ending, once for each reading. */
export function villageCores(name: string): readonly string[] {
  const readings = villageReadings(name);
  return readings.length === 0 ? [name] : readings.map((reading) => reading.slice(reading.indexOf(':') + 1));
}
