import type { Directory, Region, RegionLevel } from '../model.js';
import { plainName, townshipCore, townshipKind, villageCores, villageReadings } from './place-names.js';

/** Codes by name; a name that two places share leads nowhere. */
type Names = ReadonlyMap<string, ReadonlySet<string>>;

const ABOVE_TOWNSHIPS: readonly RegionLevel[] = ['province', 'prefecture', 'county'];

/** No township or village has a longer name, in characters. */
const LONGEST_NAME = 24;

interface PlaceIndex {
  /** Names of provinces, prefectures, counties. */
  readonly above: readonly (readonly string[])[];
  readonly townships: Names;
  /** By township code. */
  readonly villages: ReadonlyMap<string, Names>;
}

/** A directory is a snapshot, so its names are sorted out once, when the first one is looked up. */
const indexes = new WeakMap<Directory, PlaceIndex>();

/**
 * The township that a name means; its ending (乡, 镇, 街道) may be missing, but not be another one.
 * @returns undefined if none or more than one is meant
 */
export function findTownship(directory: Directory, name: string): Region | undefined {
  const codes = townshipCodes(indexOf(directory), plainName(name));
  return codes.length === 1 ? directory.region(codes[0] ?? '') : undefined;
}

/**
 * The village that is meant by the names of its township and of itself as people write them: 新岭村 is 新岭村委会, 杨家湾社区 is
 * 杨家湾居委会, 新岭 is either if there is only one of them. A village and a community of one name are told apart.
 * @returns undefined if none or more than one is meant: the engine never guesses
 */
export function findVillage(directory: Directory, { township, village }: { township: string; village: string }): Region | undefined {
  const index = indexOf(directory);
  const code = villageIn(index, townshipCodes(index, plainName(township)), plainName(village));
  return code === undefined ? undefined : directory.region(code);
}

/**
 * The village that a written address lies in: 湖南省衡阳市常宁市烟洲镇民主村, with or without the names above the township, and with what
 * follows the village (组, 号) passed over.
 * @returns undefined if the address lies outside, or names none or more than one
 */
export function villageByAddress(directory: Directory, address: string): Region | undefined {
  const index = indexOf(directory);
  const within = index.above.reduce(
    (text, names) => text.slice(names.find((name) => text.startsWith(name))?.length ?? 0),
    plainName(address),
  );
  const township = beginnings(within).find((name) => townshipKind(name) !== '' && townshipCodes(index, name).length === 1);
  if (township === undefined) return undefined;
  const place = within.slice(township.length);
  // A bare name counts only if nothing follows: 新建路12号 is not in 新建村.
  const names = beginnings(place).filter((name) => name === place || villageReadings(name).length > 0);
  const townships = townshipCodes(index, township);
  const code = names.map((village) => villageIn(index, townships, village)).find((found) => found !== undefined);
  return code === undefined ? undefined : directory.region(code);
}

/** All beginnings of a text that may be a place's name, longest first. */
function beginnings(text: string): readonly string[] {
  const longest = Math.min(text.length, LONGEST_NAME);
  return Array.from({ length: longest }, (_, index) => text.slice(0, longest - index));
}

function townshipCodes({ townships }: PlaceIndex, name: string): readonly string[] {
  const codes = townships.get(name) ?? townships.get(townshipReading(name));
  return codes === undefined ? [] : [...codes];
}

/** The one village of a plain name in townships. */
function villageIn(index: PlaceIndex, townships: readonly string[], name: string): string | undefined {
  const found = townships.flatMap((township) => villageCode(index, township, name) ?? []);
  return found.length === 1 ? found[0] : undefined;
}

/** The most exact reading that anything bears decides; if two bear it, nothing is found. */
function villageCode({ villages }: PlaceIndex, township: string, name: string): string | undefined {
  const names = villages.get(township);
  const codes = [name, ...villageReadings(name)].map((key) => names?.get(key)).find((found) => found !== undefined);
  return codes?.size === 1 ? [...codes][0] : undefined;
}

function indexOf(directory: Directory): PlaceIndex {
  const known = indexes.get(directory);
  if (known !== undefined) return known;
  const townships = directory.regions().filter(({ level }) => level === 'township');
  const made: PlaceIndex = {
    above: ABOVE_TOWNSHIPS.map((level) => namesAt(directory, level)),
    townships: namesOf(townships, townshipKeys),
    villages: new Map(townships.map(({ code }) => [code, namesOf(directory.childrenOf(code), villageKeys)])),
  };
  indexes.set(directory, made);
  return made;
}

function namesAt(directory: Directory, level: RegionLevel): readonly string[] {
  return directory
    .regions()
    .filter((region) => region.level === level)
    .map(({ name }) => plainName(name));
}

/** 塔山瑶族乡: its full name, 塔山乡, 塔山. */
function townshipKeys(name: string): readonly string[] {
  return [name, townshipReading(name), townshipCore(name)];
}

function townshipReading(name: string): string {
  return `${townshipCore(name)}:${townshipKind(name)}`;
}

function villageKeys(name: string): readonly string[] {
  return [name, ...villageReadings(name), ...villageCores(name)];
}

function namesOf(regions: readonly Region[], keysOf: (name: string) => readonly string[]): Names {
  const names = new Map<string, Set<string>>();
  for (const region of regions) {
    for (const key of keysOf(plainName(region.name))) names.set(key, (names.get(key) ?? new Set<string>()).add(region.code));
  }
  return names;
}
