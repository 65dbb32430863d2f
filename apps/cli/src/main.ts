import { endOnOldNode } from '../../composition/src/needed-node.js';

// Before anything is loaded that an older Node does not understand.
endOnOldNode();
const { enableCompileCache } = await import('node:module');
// Compiled code is kept between runs: a command starts in half the time.
enableCompileCache();
await import('./program.js');
