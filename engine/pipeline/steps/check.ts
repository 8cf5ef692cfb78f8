import { untilHealthy } from '../../health/until-healthy.ts';
import { checkSite } from '../check-site.ts';
import { deadlines } from '../deadlines.ts';
import { nameEntry, probedHost } from '../name-entry.ts';
import type { Container } from '../../runtime/port.ts';
import type { BuiltImage } from '../../spec.ts';
import type { Step, StepContext } from '../step.ts';
import type { Started } from './start.ts';

interface Checked {
	detail: string;
	milliseconds: number;
}

/** After a crash at least so much of the deadline is given again, in seconds. */
const leastSeconds = 5;

/** Probes the new containers from outside until each of them answers. */
export const check: Step<Started, Checked[]> = {
	name: 'check',
	deadline: ({ health }) => health.deadlineSeconds * 1000 + deadlines.detect,
	async run({ image, containers }, context) {
		if (image.files !== null) return [await checkSite(image.files, context)];
		const host = probedHost(await nameEntry(context));
		const failed = new AbortController();
		const within = { ...context, signal: AbortSignal.any([context.signal, failed.signal]) };
		return Promise.all(
			containers.map(async (container) => {
				try {
					return await checkOne(container, { image, host, context: within });
				} catch (error) {
					// One that fails is enough: the others need not be waited for.
					failed.abort(error);
					throw error;
				}
			})
		);
	},
	summary: (all) => {
		const slowest = Math.max(...all.map(({ milliseconds }) => milliseconds));
		const [first] = all;
		if (all.length === 1) return `${first?.detail} after ${slowest} ms`;
		return `${all.length} replicas answer, the last after ${slowest} ms`;
	}
};

async function checkOne(
	container: Container,
	{ image, host, context }: { image: BuiltImage; host: string; context: StepContext }
): Promise<Checked> {
	const { spec, engine, signal, log } = context;
	const now = Date.now();
	const waited = Math.max(0, (now - (container.startedAt?.getTime() ?? now)) / 1000);
	// One that has run for longer was kept warm: what happened to it before is no matter now.
	const since = new Date(waited > spec.health.deadlineSeconds ? now : now - waited * 1000);
	const deadlineSeconds = Math.min(
		spec.health.deadlineSeconds,
		Math.max(leastSeconds, Math.ceil(spec.health.deadlineSeconds - waited))
	);
	const { detail } = await untilHealthy({
		container,
		since,
		// Without an address it has ended already, which is noticed at once.
		target: { address: container.address ?? '127.0.0.1', port: image.port },
		health: { ...spec.health, deadlineSeconds },
		host,
		memoryBytes: spec.run.memoryBytes,
		runtime: engine.runtime,
		prober: engine.prober,
		signal,
		onLastLines: (lines) => {
			if (lines.length > 0) log('The last lines of the app:');
			for (const line of lines) log(line, 'stderr');
		}
	});
	const milliseconds = Date.now() - since.getTime();
	log(`${container.name} ${detail} after ${milliseconds} ms`);
	return { detail, milliseconds };
}
