import { AppError } from '../../error.ts';
import type { BuildSettings } from '../../spec.ts';
import { generatedPath, listForm, stage, stages } from '../dockerfile-text.ts';
import type { Facts } from '../facts.ts';
import { hintForStart } from '../nothing-detected.ts';
import { pathBelowRoot } from '../path-below-root.ts';
import type { Found, Plan } from '../plan.ts';
import type { Procfile } from '../procfile.ts';
import { shellArgv } from '../start-command.ts';
import { siteStage } from '../site-dockerfile.ts';
import { youSetIt } from '../you-set-it.ts';
import type { RecognisedLanguage } from './recognise.ts';

/** What a language detected, with what a person or a Procfile set in its place. Errors: nothing_detected, path_invalid. */
export function languagePlan(
	recognised: RecognisedLanguage,
	{ procfile, facts }: { procfile: Procfile; facts: Facts },
	settings: BuildSettings,
	owner: string | null
): Plan {
	const { language, plan } = recognised;
	const start = startOf(recognised, { procfile, facts }, settings);
	const output = start === null ? outputOf(recognised, settings) : null;
	const typed = settings.installCommand?.trim();
	const install = typed ? { value: typed, reason: youSetIt } : plan.install;
	const build = chosen(settings.buildCommand, plan.build);
	const {
		stages: before,
		run,
		files = [],
		notices = []
	} = plan.image({
		install: install?.value ?? null,
		installNeedsSources: Boolean(typed) && typed !== plan.install?.value,
		build: build?.value ?? null,
		start: start === null ? [] : shellArgv(start.value),
		owner
	});
	const last = output ? siteStage(output.value, 'build') : runStage(run, plan.port.value, start);
	const dockerfile = stages(plan.title, ...before, last);
	return {
		framework: plan.framework,
		title: plan.title,
		reason: plan.reason,
		language: language.name,
		languageTitle: language.title,
		packageManager: plan.packageManager,
		version: plan.version,
		install,
		build,
		start,
		release: procfile.release,
		processes: procfile.processes,
		output,
		port: output ? null : plan.port,
		dockerfile,
		dockerfilePath: generatedPath,
		files: [{ path: generatedPath, text: dockerfile }, ...files],
		notices: [...plan.notices, ...notices]
	};
}

function chosen(typed: string | null, detected: Found<string> | null): Found<string> | null {
	const value = typed?.trim();
	return value ? { value, reason: youSetIt } : detected;
}

/** null: a site is served instead. */
function startOf(
	{ plan, language }: RecognisedLanguage,
	{ procfile, facts }: { procfile: Procfile; facts: Facts },
	settings: BuildSettings
): Found<string> | null {
	const typed = settings.startCommand?.trim();
	if (typed) return { value: typed, reason: youSetIt };
	if (settings.outputDirectory?.trim()) return null;
	const isForeign = plan.foreignWeb?.test(procfile.web?.value ?? '') ?? false;
	const start = (isForeign ? null : procfile.web) ?? plan.start;
	if (start || plan.output) return start;
	throw new AppError(
		'nothing_detected',
		422,
		`This looks like ${language.title} (${plan.reason}), but nothing says how it is started`,
		{ hint: hintForStart(facts) }
	);
}

function outputOf({ plan }: RecognisedLanguage, settings: BuildSettings): Found<string> | null {
	const typed = settings.outputDirectory?.trim();
	if (!typed) return plan.output;
	const value = typed === '.' ? '.' : pathBelowRoot(typed, settings, 'outputDirectory');
	return { value, reason: youSetIt };
}

function runStage(lines: (string | null)[], port: number, start: Found<string> | null): string {
	return stage(
		'What runs',
		...lines,
		`ENV PORT=${port}`,
		'USER 1000',
		`EXPOSE ${port}`,
		`CMD ${listForm(start ? shellArgv(start.value) : [])}`
	);
}
