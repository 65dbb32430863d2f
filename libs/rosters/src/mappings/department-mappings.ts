import { Inject, Injectable } from '@nestjs/common';
import type { EventLog } from '#event-store';
import type { Recorded } from '#kernel';
import { EVENT_LOG } from '#platform';
import type { RosterMappingChanged } from '../events.js';
import type { DepartmentMapping } from '../model/mapping.js';
import { MAPPING_STREAM } from '../streams.js';
import { extended, readExtension } from './extension.js';
import { mappings as builtIn } from './index.js';

/** How departments write their rosters, as of one version. */
export interface MappingVersion {
  /** 0: the program's own, to which nothing has been added. */
  readonly version: number;
  readonly mappings: readonly DepartmentMapping[];
}

/** The mappings that rosters are read under: the program's own with what the county's administrator has added, every version that ever was. */
@Injectable()
export class DepartmentMappings {
  private readonly known = new Map<number, MappingVersion>([[0, { version: 0, mappings: builtIn }]]);

  constructor(@Inject(EVENT_LOG) private readonly log: EventLog) {}

  /** Every change, oldest first. */
  async changes(): Promise<readonly Recorded[]> {
    return this.log.readStream(MAPPING_STREAM);
  }

  async current(): Promise<MappingVersion> {
    const last = (await this.log.readStream(MAPPING_STREAM, { direction: 'backwards', limit: 1 }))[0];
    return last === undefined ? this.at(0) : this.of(last);
  }

  /** As a version had them. @throws Error for a version that there never was */
  async at(version: number): Promise<MappingVersion> {
    const known = this.known.get(version);
    if (known !== undefined) return known;
    const change = (await this.changes()).find(({ data }) => (data as RosterMappingChanged).version === version);
    if (change === undefined) throw new Error(`there is no mapping version ${version}`);
    return this.of(change);
  }

  private of({ data }: Recorded): MappingVersion {
    const { version, content } = data as RosterMappingChanged;
    const known = this.known.get(version) ?? { version, mappings: extended(builtIn, readExtension(content, builtIn)) };
    this.known.set(version, known);
    return known;
  }
}
