import { z } from 'zod';
import { inspectInput } from '#lib/schemas/source.ts';
import { suggestAppName } from '#lib/rules/app-name.ts';
import type { Context } from '../context.ts';
import { AppError } from '../errors.ts';
import type { Inspection } from '../live/port.ts';
import { knownNames } from '../settings/known-names.ts';
import { appHost, httpsUrl } from '../settings/own-names.ts';
import { inspectSource } from './inspect-source.ts';
import { recentRepositories, type RecentRepository } from './recent-repositories.ts';

/** What the page "new service" shows for the source in its address. */
export interface DescribedSource {
	/** As typed: the address of the page holds it, so that it can be shared and gone back to. */
	typed: Record<(typeof sourceFields)[number], string>;
	/** null: nothing was asked yet, or `problem` says why there is none. */
	inspection: Inspection | null;
	problem: { message: string; hint: string | null; field: string } | null;
	/** Of this installation, to choose from. */
	recent: RecentRepository[];
	suggestedName: string;
	/** Where the app would answer, with APP in the place of its name. */
	urlPattern: string;
}

export const sourceFields = [
	'gitUrl',
	'branch',
	'rootDirectory',
	'dockerfilePath',
	'installCommand',
	'buildCommand',
	'startCommand',
	'outputDirectory'
] as const;

function toProblem(error: unknown): DescribedSource['problem'] {
	if (error instanceof z.ZodError) {
		const [issue] = error.issues;
		return { message: issue?.message ?? '', hint: null, field: issue?.path.join('.') ?? 'gitUrl' };
	}
	if (error instanceof AppError) {
		return { message: error.message, hint: error.hint, field: error.field ?? 'gitUrl' };
	}
	throw error;
}

/** Looks at the source that a page's address names; what a person can mend is part of the answer. */
export async function describeSource(
	ctx: Context,
	search: URLSearchParams
): Promise<DescribedSource> {
	const [names, recent] = await Promise.all([knownNames(ctx.db, ctx.env), recentRepositories(ctx)]);
	const typed = Object.fromEntries(
		sourceFields.map((field) => [field, search.get(field) ?? ''])
	) as DescribedSource['typed'];
	const described = {
		typed,
		inspection: null,
		problem: null,
		recent,
		suggestedName: typed.gitUrl ? suggestAppName(typed.gitUrl) : '',
		urlPattern: httpsUrl(appHost('APP', names), names)
	};
	if (!search.has('gitUrl')) return described;
	try {
		const given = Object.entries(typed).filter(
			([name, value]) => name === 'gitUrl' || value !== ''
		);
		const input = inspectInput.parse(Object.fromEntries(given));
		return { ...described, inspection: await inspectSource(ctx, input) };
	} catch (error) {
		return { ...described, problem: toProblem(error) };
	}
}
