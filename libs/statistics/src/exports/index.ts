export { csvOf } from './csv.js';
export { exportFile, checkedFormat, type ExportFile, type ExportFormat } from './export-file.js';
export { Exports, type ExportOptions } from './exports.js';
export type { Cell, Table } from './table.js';
export { xlsxOf } from './xlsx/xlsx.js';
