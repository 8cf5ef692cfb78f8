import { editVariables } from '../../variables/edit-variables.ts';
import { importDotenv } from '../../variables/import-dotenv.ts';
import { listRevisions } from '../../variables/list-revisions.ts';
import { listVariables } from '../../variables/list-variables.ts';
import { resolveConflict } from '../../variables/resolve-conflict.ts';
import { revealRevision } from '../../variables/reveal-revision.ts';
import { saveSharedVariables } from '../../variables/save-shared-variables.ts';
import { saveVariables } from '../../variables/save-variables.ts';
import { suggestVariables } from '../../variables/suggest-variables.ts';
import { undoRevision } from '../../variables/undo-revision.ts';
import type { Operations } from './operation.ts';

export const variableOperations: Operations = {
	editVariables: { run: (ctx, { serviceId }) => editVariables(ctx, { holder: { serviceId } }) },
	importDotenv: {
		run: (ctx, { serviceId }) => importDotenv(ctx, { serviceId, text: 'A=1', isSecret: false })
	},
	listRevisions: { run: (ctx, { projectId }) => listRevisions(ctx, { holder: { projectId } }) },
	listVariables: { run: listVariables },
	resolveConflict: {
		run: (ctx, { serviceId }) =>
			resolveConflict(ctx, { holder: { serviceId }, version: 0, draft: 'none', choices: {} })
	},
	revealRevision: {
		run: async (ctx, { serviceId }) => {
			const { version } = await saveVariables(ctx, { serviceId, variables: [] });
			return revealRevision(ctx, { holder: { serviceId }, version });
		}
	},
	saveSharedVariables: {
		run: (ctx, { projectId }) => saveSharedVariables(ctx, { projectId, variables: [] })
	},
	saveVariables: { run: (ctx, { serviceId }) => saveVariables(ctx, { serviceId, variables: [] }) },
	suggestVariables: { run: suggestVariables },
	undoRevision: {
		run: async (ctx, { serviceId }) => {
			const { version } = await saveVariables(ctx, { serviceId, variables: [] });
			return undoRevision(ctx, { holder: { serviceId }, version });
		}
	}
};
