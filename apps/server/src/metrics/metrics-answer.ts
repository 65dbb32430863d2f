import { named, text } from '../openapi/answers.js';
import type { AnswerDescription } from '../openapi/operation.js';

/** As Prometheus and the like collect it. */
export const openMetrics: AnswerDescription = {
  schema: named('Metrics', text),
  example:
    '# HELP countersign_commands_under_way Commands that are being carried out.\n# TYPE countersign_commands_under_way gauge\ncountersign_commands_under_way 0\n# EOF\n',
  mediaTypes: ['application/openmetrics-text'],
};
