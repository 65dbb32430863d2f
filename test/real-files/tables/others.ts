import { each, type Case, type Refused } from '../support/cases.js';
import { A, supported } from '../support/people.js';

/** What to do with a page or a table that is no workbook. */
const SAVE_AS: Refused = { zh: [/另存|导出/, /XLSX/], en: [/save|export/i, /XLSX/] };

const refusedAs = (zh: RegExp, en: RegExp, does: Refused = SAVE_AS): Refused => ({ zh: [zh, ...does.zh], en: [en, ...does.en] });

const PAGE = refusedAs(/网页/, /web page/i);
const ARCHIVE = refusedAs(/压缩/, /archive/i, { zh: [/解压/], en: [/unpack|extract/i] });

/** Other things that are named like workbooks: each is told of as what it is, with what to do. */
export const others: readonly Case[] = [
  ...each(['13-html.xls', '13b-html-gbk.xls', '13c-html-lines.xls'], {
    kind: 19,
    is: 'refused: this is a web page; or read: A',
    right: { records: [supported(A)] },
    refused: PAGE,
  }),
  { kind: 19, files: ['28f-html.xlsx'], is: 'refused as a web page', refused: PAGE },
  { kind: 19, files: ['28-ods.ods'], is: 'refused as an OpenDocument', refused: refusedAs(/OpenDocument|ODS/i, /OpenDocument/i) },
  { kind: 19, files: ['28c-zip-of-xlsx.zip'], is: 'refused as an archive to unpack', refused: ARCHIVE },
  { kind: 19, files: ['28d-docx.docx'], is: 'refused as a Word document', refused: refusedAs(/Word/, /Word/) },
  { kind: 19, files: ['28e-pdf.pdf'], is: 'refused as a PDF', refused: refusedAs(/PDF/, /PDF/) },
  { kind: 19, files: ['28g-json.json'], is: 'refused as JSON', refused: refusedAs(/JSON/, /JSON/) },
  { kind: 19, files: ['28h-rar.rar'], is: 'refused as an archive', refused: ARCHIVE },
  { kind: 19, files: ['28i-jpg.jpg'], is: 'refused as a picture', refused: refusedAs(/图片|照片/, /picture|image/i) },
  {
    kind: 19,
    files: ['00-base-pov.csv', '28e-pdf.pdf'],
    is: 'refused, and the other file of the import is not taken either',
    refused: { zh: [/28e-pdf\.pdf/, /PDF/], en: [/28e-pdf\.pdf/, /PDF/] },
  },
  { kind: 46, files: ['13e-biff.xls'], is: 'refused as an old workbook', refused: { zh: [/XLS/, /另存/], en: [/old/, /save/] } },
];
