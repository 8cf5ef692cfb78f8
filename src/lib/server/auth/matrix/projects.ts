import { deleteProject } from '../../projects/delete-project.ts';
import { getProject } from '../../projects/get-project.ts';
import { renameProject } from '../../projects/rename-project.ts';
import type { Operations } from './operation.ts';

export const projectOperations: Operations = {
	deleteProject: {
		run: async (ctx, { projectId, appName }) => {
			const { name } = await getProject(ctx, { projectId });
			const volumes = [`${appName}/data`];
			await deleteProject(ctx, { projectId, confirm: name, volumes });
		}
	},
	getProject: { run: getProject },
	renameProject: {
		run: (ctx, { projectId }) => renameProject(ctx, { projectId, name: 'Another name' })
	}
};
