import { bulkStatementsContract } from './testing/bulk-statements.contract.js';

bulkStatementsContract();
