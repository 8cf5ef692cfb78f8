import { appOperations } from './matrix/apps.ts';
import { channelOperations } from './matrix/channels.ts';
import { deploymentOperations } from './matrix/deployments.ts';
import { domainOperations } from './matrix/domains.ts';
import { processOperations } from './matrix/processes.ts';
import { projectOperations } from './matrix/projects.ts';
import { serviceOperations } from './matrix/services.ts';
import { tokenOperations } from './matrix/tokens.ts';
import { variableOperations } from './matrix/variables.ts';
import { volumeOperations } from './matrix/volumes.ts';
import { webhookOperations } from './matrix/webhooks.ts';
import type { Operations } from './matrix/operation.ts';

/** Every operation that takes an id, with nothing else in the way of its doing. matrix.db.test.ts tries each. */
export const operations: Operations = {
	...appOperations,
	...channelOperations,
	...deploymentOperations,
	...domainOperations,
	...processOperations,
	...projectOperations,
	...serviceOperations,
	...tokenOperations,
	...variableOperations,
	...volumeOperations,
	...webhookOperations
};
