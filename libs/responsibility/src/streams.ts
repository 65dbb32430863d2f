/** The stream of a month's published assessment; its first event is the publication. */
export function assessmentStream(month: string): string {
  return `assessment-${month}`;
}
