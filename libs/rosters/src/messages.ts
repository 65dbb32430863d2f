import type { Catalogue } from '#kernel';

/** Texts of what this room refuses, and of what it could not read. */
export const rostersMessages: Catalogue = {
  'no-such-roster': { zh: '找不到文件 {file}', en: 'there is no file {file}' },
  'reading-failed': { zh: '文件读取中断，请重新导入（{reason}）', en: 'reading the file was interrupted: import it again ({reason})' },
  'roster-unusable': { zh: '无法读取文件 {file}（{reason}）', en: 'the file {file} cannot be read ({reason})' },
  'roster-empty': { zh: '{file} 没有内容', en: '{file} holds no rows' },
  'roster-encoding': {
    zh: '{file} 不是 UTF-8、GB18030 或 UTF-16 编码的文本，也不是 XLSX 工作簿',
    en: '{file} is neither text in UTF-8, GB18030 or UTF-16 nor an XLSX workbook',
  },
  'roster-csv': { zh: '{file} 第 {line} 行过长', en: 'line {line} of {file} is too long' },
  'broken-xlsx': {
    zh: '{file} 不是完好的 XLSX 工作簿，可能在传送中损坏，请重新获取或重新另存（{reason}）',
    en: '{file} is no sound XLSX workbook and may have been damaged on its way: fetch it again, or save it anew ({reason})',
  },
  'encrypted-file': { zh: '{file} 已加密，请解除密码后再导入', en: '{file} is encrypted; remove the password first' },
  'is-old-workbook': {
    zh: '{file} 是旧版工作簿（XLS，或 WPS 表格的 ET），请另存为 XLSX 后再导入',
    en: '{file} is an old workbook (XLS, or ET of WPS); save it as XLSX',
  },
  'is-encrypted-workbook': {
    zh: '{file} 是加密的工作簿，请解除密码后再导入',
    en: '{file} is an encrypted workbook; remove the password first',
  },
  'is-binary-workbook': {
    zh: '{file} 是二进制工作簿（XLSB），请另存为 XLSX 后再导入',
    en: '{file} is a binary workbook (XLSB); save it as XLSX',
  },
  'is-opendocument': {
    zh: '{file} 是 OpenDocument 文件（ODS 等），请另存为 XLSX 后再导入',
    en: '{file} is an OpenDocument file (ODS and the like); save the table as XLSX',
  },
  'is-spreadsheet-xml': {
    zh: '{file} 是 XML 表格，不是 XLSX 工作簿，请用表格软件打开后另存为 XLSX',
    en: '{file} is an XML table, no XLSX workbook; open it in a spreadsheet program and save it as XLSX',
  },
  'is-web-page': {
    zh: '{file} 是网页，不是工作簿，请用表格软件打开后另存为 XLSX',
    en: '{file} is a web page, no workbook; open it in a spreadsheet program and save it as XLSX',
  },
  'is-archive': {
    zh: '{file} 是压缩包，请解压后导入其中的文件',
    en: '{file} is an archive; unpack it and import the files in it',
  },
  'is-word': {
    zh: '{file} 是 Word 文档（或 WPS 文字），请把其中的表格另存为 XLSX 后再导入',
    en: '{file} is a Word document (or one of WPS Writer); save the table in it as XLSX',
  },
  'is-presentation': {
    zh: '{file} 是演示文稿（PPT，或 WPS 演示的 DPS），请把其中的表格另存为 XLSX 后再导入',
    en: '{file} is a presentation (PPT, or DPS of WPS); save the table in it as XLSX',
  },
  'is-pdf': {
    zh: '{file} 是 PDF 文件，请向部门索取导出的 XLSX 或 CSV 文件',
    en: '{file} is a PDF file; ask the department to export XLSX or CSV',
  },
  'is-picture': {
    zh: '{file} 是图片，请向部门索取导出的 XLSX 或 CSV 文件',
    en: '{file} is a picture; ask the department to export XLSX or CSV',
  },
  'is-json': {
    zh: '{file} 是 JSON 数据，请向部门索取导出的 XLSX 或 CSV 文件',
    en: '{file} is JSON; ask the department to export XLSX or CSV',
  },
  'is-other-file': {
    zh: '{file} 不是表格文件，请导入 XLSX 或 CSV 文件',
    en: '{file} is no table; import XLSX or CSV',
  },
  'roster-mostly-unread': {
    zh: '{file} 到第 {line} 行为止大多数行无法读取，不是名册或已损坏',
    en: 'most rows of {file} up to line {line} cannot be read: it is no roster, or damaged',
  },
  'doubled-columns': {
    zh: '{file} 的表头中同一项出现在多列：{columns}；请只保留一列，或改名后再导入',
    en: 'the header of {file} has one thing in several columns: {columns}; keep one of them, or rename the others',
  },
  'too-large': { zh: '{file} 解压后超过 {limit} 字节', en: '{file} unpacks to more than {limit} bytes' },
  'too-many-columns': { zh: '{file} 超过 {limit} 列', en: '{file} has more than {limit} columns' },
  'merged-cells': {
    zh: '{file} 的数据中有跨行合并的单元格（{cells}），请取消合并并填写每一行',
    en: '{file} has cells merged over several rows of data ({cells}); unmerge them and fill each row',
  },
  'no-roster': { zh: '{file} 不是任何部门的名册：表头无法识别', en: "{file} is no department's roster: its header is not recognised" },
  'roster-columns': {
    zh: '{file} 的表头缺少 {department} 名册所需的列：{missing}',
    en: 'the header of {file} lacks columns that a roster of {department} needs: {missing}',
  },
  'other-department': { zh: '{file} 是 {found} 的名册，不是 {wanted} 的', en: '{file} is a roster of {found}, not of {wanted}' },
  'several-rosters': {
    zh: '{file} 有多张名册工作表（{sheets}），请只保留一张或隐藏其余',
    en: '{file} has several sheets that are rosters ({sheets}); keep one, or hide the others',
  },
  'bad-mapping': {
    zh: '列名和用词表有 {count} 处错误，未采用',
    en: 'the document of column names and words has {count} mistakes; it was not taken',
  },
  'mapping-too-long': { zh: '超过 {max} 个字符', en: 'longer than {max} characters' },
  'mapping-not-yaml': { zh: '第 {line} 行第 {column} 列：不是正确的 YAML', en: 'line {line}, column {column}: not sound YAML' },
  'mapping-unknown-department': {
    zh: '第 {line} 行第 {column} 列：没有这个部门',
    en: 'line {line}, column {column}: there is no such department',
  },
  'mapping-unknown-part': {
    zh: '第 {line} 行第 {column} 列：只能写 columns 或 words',
    en: 'line {line}, column {column}: only columns or words may stand here',
  },
  'mapping-unknown-fact': {
    zh: '第 {line} 行第 {column} 列：这个部门的名册没有这一项；有 {known}',
    en: 'line {line}, column {column}: rosters of this department have no such fact; they have {known}',
  },
  'mapping-header-taken': {
    zh: '第 {line} 行第 {column} 列：这个列名已表示 {fact}',
    en: 'line {line}, column {column}: this column name stands for {fact} already',
  },
  'mapping-unknown-reading': {
    zh: '第 {line} 行第 {column} 列：这个部门的名册没有可补充的这类用词',
    en: 'line {line}, column {column}: rosters of this department have no words of this kind that can be added to',
  },
  'mapping-unknown-code': {
    zh: '第 {line} 行第 {column} 列：没有这个代码；有 {codes}',
    en: 'line {line}, column {column}: there is no such code; there are {codes}',
  },
  'mapping-word-taken': {
    zh: '第 {line} 行第 {column} 列：这个词已表示 {code}',
    en: 'line {line}, column {column}: this word stands for {code} already',
  },
  'mapping-not-a-map': { zh: '第 {line} 行第 {column} 列：应为“名称: 内容”', en: 'line {line}, column {column}: this must be a mapping' },
  'mapping-not-a-list': { zh: '第 {line} 行第 {column} 列：应为列表', en: 'line {line}, column {column}: this must be a list' },
  'mapping-not-a-word': {
    zh: '第 {line} 行第 {column} 列：应为不超过 {max} 字的文字',
    en: 'line {line}, column {column}: this must be a text of at most {max} characters',
  },
  'mapping-changed': { zh: '列名和用词表刚被他人更新，请重试', en: 'somebody else has just changed the mappings; try again' },
  'older-roster': {
    zh: '{file} 的日期是 {date}，早于 {department} 已导入的 {last}，未导入',
    en: '{file} is of {date}, older than the roster of {last} that {department} has handed over; it was not imported',
  },
  'roster-in-future': { zh: '{file} 的日期 {date} 晚于今天（{today}）', en: 'the date of {file}, {date}, is after today ({today})' },
  'roster-too-old': { zh: '{file} 的日期 {date} 早于 120 年前', en: 'the date of {file}, {date}, is more than 120 years ago' },
  'wrong-roster-date': { zh: '日期应写成 2020-09-01', en: 'a date is written like 2020-09-01' },
  'unknown-department': { zh: '没有这个部门；部门有 {departments}', en: 'there is no such department; departments are {departments}' },
  'no-officer': { zh: '{department} 现在没有经办人', en: '{department} has no officer now' },
  'not-its-officer': {
    zh: '此人不是 {department} 的经办人，不能导入其名册',
    en: 'this person is no officer of {department} and may not hand over its rosters',
  },
  'rosters-busy': { zh: '该部门的名册正由他人导入，请重试', en: "the department's rosters are being imported by somebody else; try again" },
  'unknown-finding': { zh: '没有这条疑点', en: 'there is no such finding' },
  'finding-decided': { zh: '这条疑点已经处理', en: 'this finding has been decided' },
  'finding-closed': { zh: '这条疑点的起因已消失，已自动关闭', en: 'the cause of this finding has gone; it is closed' },
  'finding-changed': { zh: '这条疑点刚被更新，请重新查看后再处理', en: 'this finding has just changed; look at it again' },
  'not-its-decider': {
    zh: '此人无权处理这条疑点（应由 {lines} 的经办人或县级审批人处理）',
    en: 'this person may not decide this finding (officers of {lines}, or an approver, may)',
  },
  'accept-or-reject': { zh: '请在采纳（方案编号）与驳回中选一个', en: 'either accept a proposal by its number or reject' },
  'no-such-proposal': { zh: '没有这个编号的方案；共有 {proposals} 个', en: 'there is no proposal of this number; there are {proposals}' },
  'unknown-kind': { zh: '没有这种疑点；种类有 {kinds}', en: 'there is no such kind of finding; kinds are {kinds}' },
  'unknown-status': { zh: '没有这种状态；状态有 {statuses}', en: 'there is no such status; they are {statuses}' },
  'value-missing': { zh: '不能为空', en: 'must not be empty' },
  'unknown-value': { zh: '不认识的内容', en: 'not a value that is known here' },
  'not-a-date': { zh: '不是日期', en: 'not a date' },
  'number-cell': {
    zh: '单元格是数字格式，证件号码可能已丢失末位',
    en: 'the cell holds a number; the last digits of an ID number may be lost',
  },
  'bad-id-number': { zh: '身份证号不正确', en: 'not a right ID number' },
  'error-value': { zh: '单元格显示的是错误值', en: 'the cell shows an error' },
  'formula-not-computed': {
    zh: '单元格的公式没有计算结果，请用表格软件打开并保存后再导入',
    en: 'the formula in this cell has not been computed: open the file in a spreadsheet program and save it',
  },
  'broken-characters': { zh: '内容有损坏的字符', en: 'characters of it are damaged' },
  'wrong-certificate': { zh: '残疾人证号不正确', en: 'not the number of a disability certificate' },
  'implausible-date': { zh: '不可能是出生日期', en: 'nobody in this roster can have been born on that day' },
  'bad-phone': { zh: '电话号码不正确', en: 'not a phone number' },
  'boolean-cell': { zh: '单元格是逻辑值（TRUE/FALSE），不是文字', en: 'the cell holds a truth value (TRUE or FALSE), no text' },
  'covered-cell': {
    zh: '单元格被左侧的合并单元格覆盖，看不到其中的内容；请取消合并后填写',
    en: 'the cell lies under a merged one to its left, so what is in it is not to be seen; unmerge and fill it',
  },
  'cell-too-long': { zh: '内容过长', en: 'too long' },
  'more-cells-than-columns': { zh: '这一行的格数多于表头', en: 'this row has more cells than the header' },
};
