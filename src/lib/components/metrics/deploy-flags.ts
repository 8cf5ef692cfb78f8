import type { Chart } from '#lib/rules/metrics/chart.ts';
import type { DeployMark } from '#lib/server/metrics/get-service-metrics.ts';

/** Deployments that went live so close to each other that one flag stands for them. */
export interface DeployFlag {
	/** The newest first. */
	marks: [DeployMark, ...DeployMark[]];
	/** Where the newest stands, in per cent of the chart's width. */
	left: number;
}

/** Flags nearer to each other than that would cover each other on a phone. */
const leastGap = 14;

/** How far from a chart's left edge a time stands, in per cent; null: it does not. */
export function leftOf(at: Date, { start, step, lines }: Chart): number | null {
	const points = lines[0]?.points.length ?? 0;
	const index = (at.getTime() / 1000 - start) / step;
	return points > 1 && index >= 0 && index <= points
		? Math.min(100, (index / (points - 1)) * 100)
		: null;
}

/** `marks`: the newest first. */
export function flagsOf(marks: readonly DeployMark[], chart: Chart): DeployFlag[] {
	const flags: DeployFlag[] = [];
	for (const mark of marks) {
		const left = leftOf(mark.at, chart);
		if (left === null) continue;
		const next = flags.at(-1);
		if (next && next.left - left < leastGap) next.marks.push(mark);
		else flags.push({ marks: [mark], left });
	}
	return flags;
}
