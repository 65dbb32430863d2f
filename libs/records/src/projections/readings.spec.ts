import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readingsOf } from './readings.js';

/** Names with the readings of their surnames. */
const SURNAMES = `
  单雄信 shan, 解晓东 xie, 仇英 qiu, 曾志伟 zeng, 查良镛 zha, 区志航 ou, 盖叫天 ge, 尉迟恭 yuchi, 朴树 piao, 任静 ren, 华罗庚 hua, 宁静 ning,
  员半千 yun, 乐嘉 yue le, 翟天临 zhai di, 缪小娟 miao, 折可适 she, 逄先知 pang, 冼星海 xian, 覃小红 qin tan, 万俟强 moqi, 长孙无 zhangsun,
  欧阳锋 ouyang, 令狐冲 linghu, 黑铁 hei, 洗星 xian xi, 种师道 chong, 繁小明 po, 那小英 na, 薄小青 bo, 阚清子 kan, 牟小平 mou mu, 召小明 shao zhao,
  尹小华 yin, 教小强 jiao, 夏侯明 xiahou, 曾䶮 zeng, 买买提艾力 maimaiti, 吕布 lv, 绿小明 lv, 仇俊 qiu, 秘小宝 bi mi, 车晓 che, 石小龙 shi,
  褚小英 chu, 贾小军 jia, 阿依 a, 洪行 hong, 重阳 chong zhong, 乜小明 nie, 撒贝宁 sa, 纪小明 ji, 燕小七 yan, 应小明 ying, 占小明 zhan, 於小华 yu,
  哈小明 ha, 过小明 guo, 晟小明 cheng sheng, 芮小明 rui, 适小明 kuo shi, 幺小明 yao, 祭小明 zhai ji, 郇小明 xun huan, 隗小明 wei kui,
  郗小明 xi chi, 教小明 jiao, 单于明 chanyu shanyu, 澹台明 tantai, 濮阳明 puyang, 亓官明 qiguan, 呼延明 huyan, 皇甫明 huangfu, 宰父明 zaifu,
  谷梁明 guliang, 鲜于明 xianyu, 拓跋明 tuoba, 吐谷浑明 tuyuhun, 么明 yao, 佴明 nai, 郄明 qie xi, 谌明 chen, 相明 xiang, 句明 gou, 能明 nai, 莘明 shen xin,
  角明 jue, 都明 du, 宿明 su, 费明 fei, 厍明 she, 郤明 xi, 藏明 zang, 便明 pian, 冯明 feng, 叶明 ye, 沈明 shen, 葛明 ge, 盛明 sheng, 曲明 qu,
  观明 guan, 干明 gan, 宓明 mi, 訾明 zi, 眭明 sui, 笪明 da, 庹明 tuo, 妫明 gui, 呙明 guo, 贲明 ben, 鲍明 bao, 臧明 zang, 乾明 qian, 大野明 daye
`
  .split(',')
  .map((line) => line.trim().split(' '))
  .map(([name = '', ...readings]) => [name, readings] as const);

const pinyinOf = async (name: string) => (await readingsOf(name)).map(({ pinyin }) => pinyin);

describe('the readings of a name', () => {
  it.each(SURNAMES)('%s begins with %j', async (name, surnames) => {
    const read = await pinyinOf(name);
    for (const surname of surnames) expect(read).toContainEqual(expect.stringMatching(`^${surname}`));
  });

  it('are first that of its words, then all others, each with its initials', async () => {
    expect(await readingsOf('种师道')).toEqual([
      { pinyin: 'zhongshidao', initials: 'zsd' },
      { pinyin: 'chongshidao', initials: 'csd' },
    ]);
    expect((await pinyinOf('单雄信'))[0]).toBe('shanxiongxin');
    expect((await pinyinOf('尉迟恭'))[0]).toBe('yuchigong');
  });

  it('pass over what nobody has told a reading of, and keep letters', async () => {
    expect(await readingsOf('周\u{20bb7}明')).toEqual([{ pinyin: 'zhouming', initials: 'zm' }]);
    expect(await readingsOf('李\ue15d')).toEqual([{ pinyin: 'li', initials: 'l' }]);
    expect(await readingsOf('annali')).toEqual([{ pinyin: 'annali', initials: 'a' }]);
    expect(await readingsOf('')).toEqual([{ pinyin: '', initials: '' }]);
  });

  it('are so many and no more, each once', async () => {
    const name = fc.string({ unit: fc.constantFrom(...'单解仇乐缪行长朝重王小a·\u{20bb7}ü1'), maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(name, async (written) => {
        const read = await pinyinOf(written);
        expect(read.length).toBeGreaterThan(0);
        expect(read.length).toBeLessThanOrEqual(32);
        expect(new Set(read).size).toBe(read.length);
        for (const reading of read) expect(reading).toMatch(/^[a-z]*$/);
      }),
    );
  });
});
