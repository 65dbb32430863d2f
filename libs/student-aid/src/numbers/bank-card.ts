/** Whether a text is the number of a bank card: 16 to 19 digits with a right check digit (Luhn, ISO/IEC 7812-1). */
export function isBankCard(text: string): boolean {
  return /^\d{16,19}$/.test(text) && luhnSum(text) % 10 === 0;
}

function luhnSum(digits: string): number {
  return [...digits].reverse().reduce((sum, digit, index) => sum + (index % 2 === 0 ? Number(digit) : doubled(Number(digit))), 0);
}

function doubled(digit: number): number {
  return digit > 4 ? digit * 2 - 9 : digit * 2;
}
