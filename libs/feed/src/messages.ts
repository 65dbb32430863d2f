import type { Catalogue } from '#kernel';

export const feedMessages: Catalogue = {
  'untold-event-type': {
    zh: '位置 {position} 的事件 {type} 尚未规定如何对外发布：请先升级',
    en: 'nobody has said what others are told of event {type} at position {position}: upgrade first',
  },
  'unknown-feed-type': { zh: '没有这种对外事件：{type}', en: 'there is no integration event {type}' },
  'wrong-feed-position': {
    zh: '不是日志位置：请原样传回收到的 position',
    en: 'not a position of the log: give back what was answered as position',
  },
  'feed-position-ahead': {
    zh: '日志还没有到达该位置；如果它来自另一份日志，请从头开始',
    en: 'the log has not reached that position; if it came from another log, begin anew',
  },
  'wrong-wait': { zh: '等待时间应为 0 到 {max} 秒', en: 'a wait is 0 to {max} seconds' },
  'wrong-feed-range': { zh: '范围的终点不能早于起点', en: 'a range does not end before it begins' },
  'wrong-subscription-name': {
    zh: '订阅名应为 1 到 64 个小写字母、数字和连字符，以字母开头',
    en: 'a subscription’s name has 1 to 64 lower-case letters, digits and hyphens and begins with a letter',
  },
  'unknown-subscription': { zh: '没有订阅 {name}', en: 'there is no subscription {name}' },
  'subscription-differs': {
    zh: '订阅 {name} 已存在，事件种类不同；请另取名称',
    en: 'subscription {name} exists with other types; take another name',
  },
  'topic-of-another-log': {
    zh: 'Kafka 主题 {topic} 中是另一份日志的事件，不再向其发布',
    en: 'Kafka topic {topic} holds events of another log; nothing is sent to it',
  },
};
