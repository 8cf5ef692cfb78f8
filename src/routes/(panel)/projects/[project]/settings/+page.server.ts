import { redirect } from '@sveltejs/kit';
import { deleteProjectInput, renameProjectInput } from '#lib/schemas/projects.ts';
import { validateForm } from '#lib/schemas/validate.ts';
import { submit } from '#lib/server/forms.ts';
import { deleteProject } from '#lib/server/projects/delete-project.ts';
import { renameProject } from '#lib/server/projects/rename-project.ts';
import type { Actions } from './$types';

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
