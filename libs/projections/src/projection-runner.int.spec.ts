import { viewsContract } from './testing/views.contract.js';

viewsContract();
