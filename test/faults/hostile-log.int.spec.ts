import { hostileLogContract } from '../support/hostile-log.contract.js';

hostileLogContract();
