/**
 * What a part of an address says, its `%XX` read.
 * @param otherwise refuses a part that cannot be read; its reason holds nothing of the part, which may be a password
 */
export function decodedPart(part: string, otherwise: (reason: string) => never): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return otherwise('a % must be written %25');
  }
}
