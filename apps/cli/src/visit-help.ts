/**
 * What `visit --help` says of a visit. Written out, because help loads no record type; a spec holds it to what the record type declares.
 */
export const visitHelp = `
method:  home (上门, at home), phone (电话, by phone), online (网络, online), spot-check (重点巡访, spot check)
purpose: 爱心访 (爱心访（单亲学生）, care (single-parent families)), 资助访 (资助访（生活困难学生）, aid (families in need)),
         激励访 (激励访（学习困难学生）, encouragement (difficulties in learning)),
         阳光访 (阳光访（心理困难学生）, sunshine (difficulties of the mind)), 其他访 (其他, other)
date:    YYYY-MM-DD, within the school year and not in the future | 学年内，不晚于今天`;
