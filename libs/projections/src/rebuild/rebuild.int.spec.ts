import { rebuildContract } from '../testing/rebuild.contract.js';

rebuildContract();
