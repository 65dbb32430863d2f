/** Whom and what a change is about: one record, one person who may change it. */
export interface Changeable {
  readonly recordId: string;
  readonly userId: string;
}

/**
 * The change that every contestant stores: seven values of a record's household, three of them new each time.
 * @param number a different one each time
 */
export function householdOf(number: number): { readonly section: string; readonly values: Readonly<Record<string, string | number>> } {
  const digits = String(number).padStart(8, '0');
  return {
    section: 'household',
    values: {
      address: `新建村${number}组`,
      householdNumber: `43048210${digits}`,
      headName: '张建国',
      headIdNumber: '430482197501010011',
      members: 1 + (number % 20),
      guardian: '李春兰',
      guardianPhone: `138${digits}`,
    },
  };
}
