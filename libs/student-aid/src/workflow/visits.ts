import type { SamplingRule, VisitKind } from '#verification';
import { HOUSEHOLD } from '../sections.js';
import { auditors, errorConfirmers } from './posts.js';

/** The three visits of 三联访, told apart by the helper who makes them (product.md, "Visits"). */
export const visitKinds: readonly VisitKind[] = [
  {
    kind: 'home-visit',
    label: { zh: '上门走访', en: 'home visit' },
    origin: 'visit',
    matches: ({ role }) => role === 'helper',
  },
  {
    kind: 'inquiry',
    label: { zh: '电话、网络访', en: 'inquiry by phone or online' },
    origin: 'visit',
    matches: ({ role }) => role === 'helper-teacher',
  },
  // The helper who lives in the village looks again.
  {
    kind: 'spot-check',
    label: { zh: '重点巡访', en: 'spot check' },
    origin: 'spot-check',
    matches: ({ role }) => role === 'resident-helper',
  },
];

/** Each month one in ten of a village's records is drawn for a spot check, by the county. */
export const sampling: SamplingRule = {
  version: 1,
  line: HOUSEHOLD,
  percent: 10,
  minimum: 1,
  kind: 'spot-check',
  drawers: (staffing) => [...errorConfirmers(staffing), ...auditors(staffing)],
};
