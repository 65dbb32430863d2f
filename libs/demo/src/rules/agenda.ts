import type { Story } from '../story/story.js';
import type { Act, Task } from './act.js';
import { appealing } from './appealing.js';
import { collecting } from './collecting.js';
import { ending } from './ending.js';
import { erring } from './erring.js';
import { LINES } from './lines.js';
import { moving } from './moving.js';
import { reviewing } from './reviewing.js';
import { trying } from './trying.js';
import { visiting } from './visiting.js';
import type { World } from './world.js';

/**
 * Everything that is to be done on a record, in the order in which it falls due. It holds until something happens to the record: who is
 * there to do it is asked only when it is due.
 */
export function agendaOf(story: Story, world: World): readonly Task[] {
  const tasks = [
    ...trying(story, world),
    ...moving(story, world),
    ...ending(story, world),
    ...erring(story, world),
    ...appealing(story, world),
    ...visiting(story, world),
    ...LINES.flatMap((line) => collecting(story, line, world)),
    ...reviewing(story, world),
  ];
  // Sorting keeps the order of the list among tasks that fall due together.
  return tasks.sort((a, b) => (a.at < b.at ? -1 : Number(a.at > b.at)));
}

/**
 * What is done of an agenda at a moment: the first thing that is due and for which somebody is there. One thing at a time, so that each is
 * decided on what the one before has made of the record.
 */
export function dueActs(agenda: readonly Task[], world: World): readonly Act[] {
  for (const task of agenda) {
    if (task.at > world.now) return [];
    const acts = task.acts(world);
    if (acts.length > 0) return acts;
  }
  return [];
}
