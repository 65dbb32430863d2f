import type { Directory, DirectoryEvent } from '#directory';
import { directoryAfter } from '../../../directory/src/testing/directory-of.js';
import { eventsOf, type PersonRow } from '../../../directory/src/testing/directory-events.js';
import { COUNTY, county, HIGH, JUNIOR, OTHER_VILLAGE, TOWNSHIP, VILLAGE } from '../../../student-aid/src/testing/county.js';

export const OTHER_TOWNSHIP = '430482102';

const person = (username: string, role: string, unit: string, line: string): PersonRow => ({ username, name: username, role, unit, line });

/** Everybody by a short name: village, other village, township, junior high, high school, departments, county. */
export const people: readonly PersonRow[] = [
  person('vc', 'collector', VILLAGE, 'household'),
  person('vh', 'helper', VILLAGE, 'household'),
  person('rh', 'resident-helper', VILLAGE, 'household'),
  person('vr', 'reviewer', VILLAGE, 'household'),
  person('tr', 'reviewer', TOWNSHIP, 'household'),
  person('tr2', 'reviewer', TOWNSHIP, 'household'),
  person('oc', 'collector', OTHER_VILLAGE, 'household'),
  person('or', 'reviewer', OTHER_VILLAGE, 'household'),
  person('otr', 'reviewer', OTHER_TOWNSHIP, 'household'),
  person('jc', 'collector', JUNIOR, 'enrolment'),
  person('jr', 'reviewer', JUNIOR, 'enrolment'),
  person('hc', 'collector', HIGH, 'enrolment'),
  person('hr', 'reviewer', HIGH, 'enrolment'),
  person('edu', 'officer', COUNTY, 'education'),
  person('pov', 'officer', COUNTY, 'poverty-alleviation'),
  person('civ', 'officer', COUNTY, 'civil-affairs'),
  person('psb', 'officer', COUNTY, 'public-security'),
  person('ap', 'approver', COUNTY, 'county'),
  person('ap2', 'approver', COUNTY, 'county'),
  person('aud', 'auditor', COUNTY, ''),
  // Holds nothing of their own but an office that has no part in records: others stand in by delegation.
  person('dep', 'administrator', COUNTY, ''),
];

/** The county of the case book, without some of its people, and with delegations: whoever stands in for whom. */
export function countyWith({
  without = [],
  delegates = {},
}: { without?: readonly string[]; delegates?: Readonly<Record<string, string>> } = {}): Directory {
  const standing = eventsOf({
    regions: county.regions(),
    schools: county.schools(),
    people: people.filter(({ username }) => !without.includes(username)),
  });
  const granted = Object.entries(delegates).map(([absent, delegate], index) => {
    const data = { delegationId: `d${index}`, person: absent, delegate, from: '2020-01-01T00:00:00.000Z', to: '2030-01-01T00:00:00.000Z' };
    const event: DirectoryEvent = { type: 'delegation-granted', data };
    return { stream: `person-${absent}`, revision: 10 + index, ...event };
  });
  return directoryAfter([...standing, ...granted]);
}
