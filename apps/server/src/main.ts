import { endOnOldNode } from '../../composition/src/needed-node.js';

// Before anything is loaded that an older Node does not understand.
endOnOldNode();
await import('./program.js');
