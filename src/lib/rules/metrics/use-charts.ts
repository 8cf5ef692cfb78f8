import { rounded, type Chart, type ChartLine, type Tone } from './chart.ts';
import type { Thresholds } from './figure.ts';
import type { Values } from './series.ts';
import type { Threshold } from './thresholds.ts';
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

/** How much of each there is, and what is allowed of it. */
interface Bounds {
	/** null: nobody knows how many there are. */
	cores: number | null;
	thresholds: Thresholds;
}

/** CPU, memory, network and disk: what services and the machine have alike. */
function useCharts(
	steps: readonly (Use | null)[],
	{ start, step }: Window,
	{ cores, thresholds }: Bounds
): Chart[] {
	const line = (name: string, tone: Tone, of: (values: Use) => number): ChartLine => ({
		name,
		tone,
		points: rounded(steps.map((values) => values && of(values)))
	});
	const frame = { start, step, limit: null, threshold: null, empty: null };
	const memorySize = steps.findLast((values) => values !== null)?.memoryLimitBytes ?? 0;
	return [
		{
			...{ ...frame, title: 'CPU', unit: 'cores' },
			lines: [line('Used', 'accent', ({ cpuMillis }) => cpuMillis / 1000)],
			limit: cores ? { name: 'Limit', value: cores } : null,
			threshold: shareOf(cores, thresholds.get('cpu'))
		},
		{
			...{ ...frame, title: 'Memory', unit: 'bytes' },
			lines: [line('Used', 'accent', ({ memoryBytes }) => memoryBytes)],
			limit: memorySize > 0 ? { name: 'Limit', value: memorySize } : null,
			threshold: shareOf(memorySize, thresholds.get('memory'))
		},
		{
			...{ ...frame, title: 'Network', unit: 'bytes-per-second' },
			lines: [
				line('Sent', 'accent', ({ sentPerSecond }) => sentPerSecond),
				line('Received', 'brand', ({ receivedPerSecond }) => receivedPerSecond)
			]
		},
		{
			...{ ...frame, title: 'Disk I/O', unit: 'bytes-per-second' },
			lines: [
				line('Written', 'accent', ({ writtenPerSecond }) => writtenPerSecond),
				line('Read', 'brand', ({ readPerSecond }) => readPerSecond)
			]
		}
	];
}

const shareOf = (whole: number | null, threshold: Threshold | undefined) =>
	whole && threshold ? (whole * threshold.limit) / 100 : null;

/** Of a service; nothing before anything was read. */
export function serviceCharts(
	steps: readonly (Values<'service'> | null)[],
	window: Window,
	bounds: Bounds
): Chart[] {
	const last = steps.findLast((values) => values !== null);
	if (!last) return [];
	const charts = useCharts(steps, window, bounds);
	// Its threshold is of the fullest container: no line across all of them together.
	if (last.containers <= 1) return charts;
	return charts.map((chart) => (chart.title === 'Memory' ? { ...chart, threshold: null } : chart));
}

/** Of the machine: as above, and how full its disk is. */
export function machineCharts(
	steps: readonly (Values<'machine'> | null)[],
	window: Window,
	thresholds: Thresholds
): Chart[] {
	const last = steps.findLast((values) => values !== null);
	if (!last) return [];
	const size = last.diskLimitBytes;
	const points = rounded(steps.map((values) => values && values.diskBytes));
	const [cpu, memory, ...rest] = useCharts(steps, window, {
		...{ cores: last.cpuLimitMillis / 1000, thresholds }
	});
	return [
		cpu!,
		memory!,
		{
			...{ title: 'Disk space', unit: 'bytes', start: window.start, step: window.step },
			lines: [{ name: 'Used', tone: 'accent', points }],
			limit: size > 0 ? { name: 'Size', value: size } : null,
			threshold: shareOf(size, thresholds.get('disk')),
			empty: null
		},
		...rest
	];
}
