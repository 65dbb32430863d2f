import { describe, expect, it } from '@jest/globals';
import { demoMessages } from '#demo';
import { directoryMessages } from '#directory';
import { diskMessages } from '#disk';
import { eventStoreMessages } from '#event-store';
import { feedMessages } from '#feed';
import { platformMessages } from '#platform';
import { projectionsMessages } from '#projections';
import { protectionMessages } from '#protection';
import { recordsMessages } from '#records';
import { responsibilityMessages } from '#responsibility';
import { rostersMessages } from '#rosters';
import { statisticsMessages } from '#statistics';
import { studentAidMessages } from '#student-aid';
import { verificationMessages } from '#verification';
import { allMessages } from './countersign.module.js';

const catalogues = {
  demoMessages,
  directoryMessages,
  diskMessages,
  eventStoreMessages,
  feedMessages,
  platformMessages,
  projectionsMessages,
  protectionMessages,
  recordsMessages,
  responsibilityMessages,
  rostersMessages,
  statisticsMessages,
  studentAidMessages,
  verificationMessages,
};

describe('all messages', () => {
  it.each(Object.entries(catalogues))(
    'say for every code of %s what that room says: no two rooms mean different things by one code',
    (_name, catalogue) => {
      for (const [code, text] of Object.entries(catalogue)) expect({ code, ...allMessages[code] }).toEqual({ code, ...text });
    },
  );
});
