import { appNameMessage, appNameProblem } from '#lib/rules/app-name.ts';
import { projectNameProblem } from '#lib/rules/project-name.ts';
import { ruled } from './fields.ts';

export const projectName = ruled('Name is required.', projectNameProblem);
export const appName = ruled(appNameMessage, appNameProblem);
