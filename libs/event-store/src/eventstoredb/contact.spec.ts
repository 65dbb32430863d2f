import { describe, expect, it } from '@jest/globals';
import { Contact } from './contact.js';
import { PATIENCE } from './patience.js';

describe('the contact with a server', () => {
  it.each([0, 1, 2, 3, 4, 5, 6])(
    'is asked for again when a silence begins as the one before ends, %s turns after the answer',
    async (turns) => {
      let asked = 0;
      const contact = new Contact(PATIENCE, async () => {
        asked += 1;
        if (asked > 1) return;
        const later = async () => {
          for (let turn = 0; turn < turns; turn += 1) await Promise.resolve();
          contact.silent('again');
        };
        void later();
      });
      const { signal } = new AbortController();
      contact.silent('away');
      await contact.back(signal);
      // Whoever comes now waits for the second silence, if there is one.
      for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
      await contact.back(signal);
      expect(contact.condition).toEqual({ state: 'answering' });
      contact.close();
    },
  );
});
