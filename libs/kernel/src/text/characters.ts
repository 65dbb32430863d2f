/**
 * Characters that stand for another one: each text is read character by character beside the text that it becomes.
 *
 * CJK Radicals Supplement (U+2E80 to U+2EF3) by Unicode's EquivalentUnifiedIdeograph; PDF files and fonts write them for the characters that
 * they look like. Kangxi radicals (U+2F00 to U+2FD5) are compatibility characters of NFKC.
 */
const RADICALS = {
  first:
    '⺁⺂⺃⺄⺅⺆⺇⺈⺉⺊⺋⺌⺍⺎⺏⺐⺑⺒⺓⺔⺕⺖⺗⺘⺙⺛⺜⺝⺞⺟⺠⺡⺢⺣⺤⺥⺦⺧⺨⺩⺪⺫⺬⺭⺮⺯⺰⺱⺲⺳⺴⺵⺶⺷⺸⺹' +
    '⺺⺻⺼⺽⺾⺿⻀⻁⻂⻃⻄⻅⻆⻇⻈⻉⻊⻋⻌⻍⻎⻏⻐⻑⻒⻓⻔⻕⻖⻗⻘⻙⻚⻛⻜⻝⻞⻟⻠⻡⻢⻣⻤⻥⻦⻧⻨⻩⻪⻫⻬⻭⻮⻯⻰⻱' +
    '⻲⻳',
  becomes:
    '厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑彐忄心扌攵旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓罒㓁冗𦉫羊𦍌𦍋耂' +
    '肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜' +
    '亀龟',
} as const;

/** GBK's row FE (FE50 to FEA0) had no place in Unicode 2 and was read as U+E815 to U+E864; GB 18030-2022 gives each its own character. */
const PRIVATE_USE = {
  from: 0xe815,
  becomes:
    '⺁𠂇𠂉𠃌⺄㑳㑇⺈⺋龴㖞㘚㘎⺌⺗㥮㤘龵㧏㧟㩳㧐龶龷㭎㱮㳠⺧𡗗龸⺪䁖䅟⺮䌷⺳⺶⺷𢦏䎱䎬⺻䏝䓖䙡䙌龹䜣䜩䝼䞍⻊䥇䥺䥽䦂' +
    '䦃䦅䦆䦟䦛䦷䦶龺𤇾䲣䲟䲠䲡䱷䲢䴓䴔䴕䴖䴗䴘䴙䶮龻',
} as const;

const radicals: ReadonlyMap<string, string> = new Map(
  [...RADICALS.becomes].map((character, index) => [RADICALS.first.charAt(index), character] as const),
);

/** Some of GBK's private-use code points stand for radicals, which stand for others again. */
const BECOMES: ReadonlyMap<string, string> = new Map([
  ...radicals,
  ...[...PRIVATE_USE.becomes].map(
    (character, index) => [String.fromCharCode(PRIVATE_USE.from + index), radicals.get(character) ?? character] as const,
  ),
]);

const STANDING_FOR_OTHERS = /[\u2e80-\u2ef3\ue815-\ue864]/gu;

/** A text in which radicals and the private-use code points of GBK are the characters that they stand for; all others stay. */
export function withOwnCharacters(text: string): string {
  return text.replace(STANDING_FOR_OTHERS, (character) => BECOMES.get(character) ?? character);
}
