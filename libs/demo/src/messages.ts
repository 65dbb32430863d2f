import { terms, type Catalogue } from '#kernel';

/** What this room's events are called. */
const demoTerms = terms({
  'demo-begun': { zh: '演示开始', en: 'demo begun' },
  'demo-finished': { zh: '演示结束', en: 'demo finished' },
});

/** Texts of what this room refuses. */
export const demoMessages: Catalogue = {
  ...demoTerms,
  'demo-needs-simulated-clock': {
    zh: '演示会代人操作，只能在模拟时钟的数据目录上运行；请在导入前设定模拟时间',
    en: 'the demo acts in people’s names and works only on a directory with a simulated clock; set one before importing',
  },
  'demo-nothing-loaded': {
    zh: '还没有可演示的档案；请先导入机构人员和名册',
    en: 'there are no records to work on; import the directory and rosters first',
  },
  'demo-unfinished': {
    zh: '种子 {seed}、{months} 个月的演示尚未完成，请以同样的参数继续',
    en: 'a demo with seed {seed} over {months} months has not finished; go on with the same options',
  },
};
