import { groupBy } from '#kernel';
import type { Appointment, Post, Unit } from '#verification';
import type { Directory, Region, School } from './model.js';
import { StaffIndex } from './staff-index.js';
import type { DirectoryState } from './state.js';

/** A state as others may ask it. Every look-up is by an index that is made once. */
export function snapshot(state: DirectoryState): Directory {
  return new DirectorySnapshot(state);
}

class DirectorySnapshot implements Directory {
  private readonly sortedRegions: readonly Region[];
  private readonly sortedSchools: readonly School[];
  private readonly units: ReadonlyMap<string, Unit>;
  private readonly children: ReadonlyMap<string, readonly Region[]>;
  private readonly counties: readonly Region[];
  private readonly topCounty: Region | undefined;
  private readonly staff: StaffIndex;

  constructor(private readonly state: DirectoryState) {
    this.sortedRegions = [...state.regions.values()].sort(byCode);
    this.sortedSchools = [...state.schools.values()].sort(byCode);
    this.units = new Map([...this.sortedRegions.map(regionUnit), ...this.sortedSchools.map(schoolUnit)].map((unit) => [unit.code, unit]));
    this.children = groupBy(this.sortedRegions, ({ parent }) => parent);
    this.counties = this.sortedRegions.filter(({ level }) => level === 'county');
    this.topCounty = mostTownships(this.counties, this.sortedRegions);
    this.staff = new StaffIndex(state.people);
  }

  region(code: string): Region | undefined {
    return this.state.regions.get(code);
  }

  school(code: string): School | undefined {
    return this.state.schools.get(code);
  }

  regions(): readonly Region[] {
    return this.sortedRegions;
  }

  schools(): readonly School[] {
    return this.sortedSchools;
  }

  childrenOf(code: string): readonly Region[] {
    return this.children.get(code) ?? [];
  }

  unit(code: string): Unit | undefined {
    return this.units.get(code);
  }

  county(): Region | undefined {
    return this.counties.length === 1 ? this.counties[0] : undefined;
  }

  top(): Unit | undefined {
    return this.topCounty && this.units.get(this.topCounty.code);
  }

  person(username: string): { readonly userId: string; readonly name: string } | undefined {
    const person = this.state.people.get(username);
    return person && { userId: person.username, name: person.name };
  }

  appointmentsOf(userId: string, at: string): readonly Appointment[] {
    return this.staff.appointmentsOf(userId, at);
  }

  hasCompleted(userId: string, course: string, at: string): boolean {
    return this.state.people.get(userId)?.trainings.some((training) => training.course === course && training.from <= at) ?? false;
  }

  holders(post: Post, at: string): readonly Appointment[] {
    return this.staff.holders(post, at);
  }
}

function byCode(a: { readonly code: string }, b: { readonly code: string }): number {
  return a.code < b.code ? -1 : 1;
}

function regionUnit({ code, name, level, parent }: Region): Unit {
  return { code, name, kind: level, parent, region: code };
}

function schoolUnit({ code, name, kind, parent, township }: School): Unit {
  return { code, name, kind, parent, region: township };
}

/** A directory may know other counties by name; ours is the one whose townships are known. The first by code if there are as many. */
function mostTownships(counties: readonly Region[], regions: readonly Region[]): Region | undefined {
  const townships = regions.filter(({ level }) => level === 'township');
  const count = (county: Region) => townships.filter(({ code }) => code.startsWith(county.code)).length;
  return counties
    .map((county) => ({ county, townships: count(county) }))
    .reduce<{ county?: Region; townships: number }>((best, next) => (next.townships > best.townships ? next : best), { townships: -1 })
    .county;
}
