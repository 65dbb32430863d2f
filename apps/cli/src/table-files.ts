import ExcelJS from 'exceljs';

interface Table {
  readonly header: readonly string[];
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** A table as a file: XLSX, or CSV that Excel opens rightly (UTF-8 with a byte order mark, RFC 4180). */
export async function tableBytes({ header, rows }: Table, kind: '.xlsx' | '.csv', title: string): Promise<string | Uint8Array> {
  if (kind === '.csv') return `\uFEFF${[header, ...rows].map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
  const workbook = new ExcelJS.Workbook();
  const sheet = workbook.addWorksheet(title, { views: [{ state: 'frozen', ySplit: 1 }] });
  for (const row of [header, ...rows]) sheet.addRow([...row]);
  sheet.getRow(1).font = { bold: true };
  return new Uint8Array(await workbook.xlsx.writeBuffer());
}

/** A text that a spreadsheet would take for a formula is quoted. */
function csvCell(value: string | number | null): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
