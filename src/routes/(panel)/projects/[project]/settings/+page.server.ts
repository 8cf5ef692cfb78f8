import { redirect } from '@sveltejs/kit';
import { deleteProjectInput, renameProjectInput } from '#lib/schemas/projects.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { submit } from '#lib/server/forms.ts';
import { deleteProject } from '#lib/server/projects/delete-project.ts';
import { renameProject } from '#lib/server/projects/rename-project.ts';
import { listProjectVolumes } from '#lib/server/volumes/list-project-volumes.ts';
import type { Actions, PageServerLoad } from './$types';

/** The data that would go with a deletion. */
export const load: PageServerLoad = async ({ locals: { context }, params }) => ({
	volumes: await listProjectVolumes(context, { projectId: params.project })
});

export const actions: Actions = {
	rename: ({ locals: { context }, params: { project: projectId }, request }) =>
		submit(request, async (fields) => {
			await renameProject(context, validateForm(renameProjectInput, fields, { projectId }));
			return { notice: 'The project was renamed.' };
		}),
	delete: ({ locals: { context }, params: { project: projectId }, request }) =>
		submit(request, async (fields) => {
			await deleteProject(context, validateForm(deleteProjectInput, fields, { projectId }));
			redirect(303, '/projects');
		})
};
