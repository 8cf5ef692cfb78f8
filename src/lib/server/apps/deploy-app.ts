import type { DeployRequest } from '#lib/schemas/deploy-api.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import { createProject } from '../projects/create-project.ts';
import { knownNames } from '../settings/known-names.ts';
import { appHost, httpsUrl } from '../settings/own-names.ts';

export interface DeployedApp {
	deploymentId: string;
	url: string;
}

/** The deploy API's own words and fields for what the operations say in those of the pages. */
function inApiWords(error: AppError): AppError {
	const fields: Record<string, string> = {
		gitUrl: 'github_repo',
		appName: 'app_name',
		name: 'app_name',
		branch: 'branch'
	};
	const field = error.field === null ? undefined : (fields[error.field] ?? error.field);
	const isMissing = error.code === 'repository_not_found';
	const message = isMissing ? 'Repository not found' : error.message;
	return new AppError(error.code, error.status, message, {
		cause: error,
		...(error.hint !== null && { hint: error.hint }),
		...(isMissing ? { field: 'github_repo' } : field !== undefined && { field })
	});
}

/**
 * A project with one service, both of the app's name, and its first deployment.
 * Errors: app_exists, project_exists (409), repository_not_found (404), branch_not_found, invalid_git_url.
 */
export async function deployApp(ctx: Context, request: DeployRequest): Promise<DeployedApp> {
	const { app_name: appName, github_repo: gitUrl, branch, port, env_vars: variables } = request;
	const names = await knownNames(ctx.db, ctx.env);
	try {
		const { deploymentId } = await createProject(ctx, {
			name: appName,
			appName,
			gitUrl,
			branch,
			port,
			variables,
			rootDirectory: '',
			autoDeploy: true,
			trigger: 'api'
		});
		return { deploymentId, url: httpsUrl(appHost(appName, names), names) };
	} catch (error) {
		throw error instanceof AppError ? inApiWords(error) : error;
	}
}
