import { median } from '../ratio.ts';

/** Milliseconds of each part of one run, in their order. */
export type Stages = [name: string, milliseconds: number][];

export interface StepTimes {
	name: string;
	startedAt: Date;
	completedAt: Date | null;
}

export interface Course {
	/** Milliseconds since 1970. */
	begun: number;
	pushed: number;
	/** The webhook was answered. */
	accepted: number;
	deployment: { createdAt: Date; startedAt: Date | null };
	steps: StepTimes[];
	/** The new version was seen. */
	seen: number;
}

/**
 * Cuts one run from push to live at what the product wrote down. What lies between two steps is
 * "between"; what comes after the new version was seen is left out.
 */
export function stagesOf({ begun, pushed, accepted, deployment, steps, seen }: Course): Stages {
	const startedAt = deployment.startedAt?.getTime() ?? accepted;
	const stages: Stages = [
		['git push', pushed - begun],
		['webhook → deployment', deployment.createdAt.getTime() - pushed],
		['deployment → job', startedAt - deployment.createdAt.getTime()]
	];
	const ordered = steps.toSorted((a, b) => a.startedAt.getTime() - b.startedAt.getTime());
	let between = 0;
	let at = ordered[0]?.startedAt.getTime() ?? startedAt;
	stages.push(['job → first step', at - startedAt]);
	for (const { name, startedAt: from, completedAt } of ordered) {
		const start = from.getTime();
		if (start >= seen) break;
		const end = Math.min(completedAt?.getTime() ?? seen, seen);
		between += Math.max(start - at, 0);
		stages.push([name, end - start]);
		at = end;
	}
	return [...stages, ['between steps', between], ['switch → seen', Math.max(seen - at, 0)]];
}

/** Medians over all runs, as a Markdown table. */
export function stageTable(title: string, runs: Stages[]): string {
	const names = [...new Set(runs.flatMap((stages) => stages.map(([name]) => name)))];
	const lines = names.map((name) => {
		const values = runs.map((stages) => stages.find(([stage]) => stage === name)?.[1] ?? 0);
		return `| ${name} | ${median(values).toFixed(1)} ms |`;
	});
	return [`| ${title} | median |`, '|---|---|', ...lines].join('\n');
}
