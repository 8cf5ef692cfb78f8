import { z } from 'zod';
import { appNameMessage, appNameProblem } from '#lib/rules/app-name.ts';
import { projectNameProblem } from '#lib/rules/project-name.ts';

/** Text that a rule looks at; it answers what is wrong, or null. */
const ruled = (missing: string, rule: (value: string) => string | null) =>
	z
		.string({ error: missing })
		.trim()
		.superRefine((value, context) => {
			const problem = rule(value);
			if (problem) context.addIssue({ code: 'custom', message: problem });
		});

export const projectName = ruled('Name is required.', projectNameProblem);
export const appName = ruled(appNameMessage, appNameProblem);
