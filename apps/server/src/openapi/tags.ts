/** A group of operations, by the first part of their addresses below `/api`. */
interface Tag {
  readonly name: string;
  readonly description: string;
  readonly segments: readonly string[];
}

/** Every group, by name. */
export const TAGS: readonly Tag[] = [
  {
    name: 'assessments',
    description: '考核评价 Monthly assessments: drafts, publications, notices',
    segments: ['assessments'],
  },
  { name: 'audit', description: '审计 What anybody entitled can work out anew from the log', segments: ['audit'] },
  {
    name: 'directory',
    description: '机构与人员 Regions, schools, people, appointments, delegations, trainings',
    segments: ['units', 'people', 'appointments', 'delegations', 'trainings'],
  },
  { name: 'documents', description: '接口文档 This document and that of the events', segments: ['openapi.json', 'asyncapi.json'] },
  { name: 'errors', description: '差错 Errors: decided, attributed, appealed against', segments: ['errors'] },
  { name: 'exports', description: '导出 Views and lists as files', segments: ['exports'] },
  { name: 'feed', description: '对外事件 Integration events for other services, and their subscriptions', segments: ['feed'] },
  { name: 'health', description: '运行状况 Whether this process is well, and what it measures', segments: ['health', 'metrics'] },
  { name: 'inbox', description: '待办 What waits for the acting person', segments: ['inbox'] },
  { name: 'records', description: '档案 Records from opening to closing', segments: ['records'] },
  { name: 'reviews', description: '批量审核 Approving many lines at once', segments: ['reviews'] },
  {
    name: 'rosters',
    description: '名册与疑点 Departments’ rosters, how they are read, and the findings that people decide',
    segments: ['imports', 'roster-mapping', 'findings'],
  },
  {
    name: 'statistics',
    description: '统计 Counts of counties, townships, villages and schools, as of any moment, and deadlines',
    segments: ['counties', 'townships', 'villages', 'schools', 'deadlines'],
  },
  { name: 'visits', description: '三联访 The three visits: what they found, how they agree, spot checks', segments: ['visits'] },
];

/** The tag of an address; its own first part if that belongs to none, which a spec finds. */
export function tagOf(path: string): string {
  const segment = path.replace(/^\/api/, '').split('/')[1] ?? '';
  return TAGS.find(({ segments }) => segments.includes(segment))?.name ?? segment;
}
