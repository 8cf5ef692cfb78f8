import type { Chart, ChartLine, Tone } from './chart.ts';
import type { Values } from './series.ts';
import type { Window } from './window.ts';

type Use = Pick<
	Values<'service'>,
	| 'cpuMillis'
	| 'memoryBytes'
	| 'memoryLimitBytes'
	| 'receivedPerSecond'
	| 'sentPerSecond'
	| 'readPerSecond'
	| 'writtenPerSecond'
>;

/** Processor, memory, network and disk: what services and the machine have alike. */
export function useCharts(
	steps: readonly (Use | null)[],
	{ start, step }: Window,
	cpuLimitMillis: number | null
): Chart[] {
	const line = (name: string, tone: Tone, of: (values: Use) => number): ChartLine => ({
		name,
		tone,
		points: steps.map((values) => values && of(values))
	});
	const frame = { start, step, limit: null };
	const memoryLimit = steps.findLast((values) => values !== null)?.memoryLimitBytes ?? 0;
	return [
		{
			...{ ...frame, title: 'Processor', unit: 'cores' },
			lines: [line('Used', 'accent', ({ cpuMillis }) => cpuMillis / 1000)],
			limit: cpuLimitMillis ? { name: 'Limit', value: cpuLimitMillis / 1000 } : null
		},
		{
			...{ ...frame, title: 'Memory', unit: 'bytes' },
			lines: [line('Used', 'accent', ({ memoryBytes }) => memoryBytes)],
			limit: memoryLimit > 0 ? { name: 'Limit', value: memoryLimit } : null
		},
		{
			...{ ...frame, title: 'Network', unit: 'bytes-per-second' },
			lines: [
				line('Sent', 'accent', ({ sentPerSecond }) => sentPerSecond),
				line('Received', 'brand', ({ receivedPerSecond }) => receivedPerSecond)
			]
		},
		{
			...{ ...frame, title: 'Disk', unit: 'bytes-per-second' },
			lines: [
				line('Written', 'accent', ({ writtenPerSecond }) => writtenPerSecond),
				line('Read', 'brand', ({ readPerSecond }) => readPerSecond)
			]
		}
	];
}

/** How full the machine's disk is. */
export function spaceChart(
	steps: readonly (Pick<Values<'machine'>, 'diskBytes' | 'diskLimitBytes'> | null)[],
	{ start, step }: Window
): Chart {
	const size = steps.findLast((values) => values !== null)?.diskLimitBytes ?? 0;
	const points = steps.map((values) => values && values.diskBytes);
	return {
		...{ title: 'Disk space', unit: 'bytes', start, step },
		lines: [{ name: 'Used', tone: 'accent', points }],
		limit: size > 0 ? { name: 'Size', value: size } : null
	};
}
