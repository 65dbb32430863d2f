const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
/** September; months of a `Date` count from 0. */
const FIRST_MONTH = 8;

/** The school year, such as `2020-2021`, that a UTC time falls in; it begins on 1 September in Shanghai. */
export function schoolYearOf(time: string): string {
  const local = new Date(Date.parse(time) + SHANGHAI_OFFSET_MS);
  const first = local.getUTCFullYear() - (local.getUTCMonth() < FIRST_MONTH ? 1 : 0);
  return `${first}-${first + 1}`;
}
