const SHANGHAI_OFFSET_MS = 8 * 60 * 60 * 1000;

/** Whether a text is a day of the calendar, written YYYY-MM-DD. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00.000Z`);
  // A day such as 30 February rolls over into the next month.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** The day in the county (Asia/Shanghai, which has no summer time) at a UTC time, YYYY-MM-DD. */
export function dayAt(time: string): string {
  return new Date(Date.parse(time) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}
