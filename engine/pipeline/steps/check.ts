import { untilHealthy } from '../../health/until-healthy.ts';
import { deadlines } from '../deadlines.ts';
import type { Step } from '../step.ts';
import type { Started } from './start.ts';

interface Checked {
	detail: string;
	milliseconds: number;
}

/** After a crash at least so much of the deadline is given again, in seconds. */
const leastSeconds = 5;

/** Probes the new container from outside until it answers. */
export const check: Step<Started, Checked> = {
	name: 'check',
	deadline: ({ health }) => health.deadlineSeconds * 1000 + deadlines.detect,
	async run({ image, container }, { spec, engine, signal, log }) {
		const entry = (await engine.names.snapshot())[spec.service];
		const startedAt = container.startedAt?.getTime() ?? Date.now();
		const waited = Math.max(0, (Date.now() - startedAt) / 1000);
		const deadlineSeconds = Math.min(
			spec.health.deadlineSeconds,
			Math.max(leastSeconds, spec.health.deadlineSeconds - waited)
		);
		const { detail } = await untilHealthy({
			container,
			// Without an address it has ended already, which is noticed at once.
			target: { address: container.address ?? '127.0.0.1', port: image.port },
			health: { ...spec.health, deadlineSeconds },
			host: entry?.hosts[0]?.host ?? 'localhost',
			memoryBytes: spec.run.memoryBytes,
			runtime: engine.runtime,
			prober: engine.prober,
			signal,
			onLastLines: (lines) => {
				if (lines.length > 0) log('The last lines of the app:');
				for (const line of lines) log(line, 'stderr');
			}
		});
		return { detail, milliseconds: Date.now() - startedAt };
	},
	summary: ({ detail, milliseconds }) => `${detail} after ${milliseconds} ms`
};
