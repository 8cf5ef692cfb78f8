import { AppError } from '../../error.ts';
import type { Container } from '../../runtime/port.ts';
import { deadlines } from '../deadlines.ts';
import type { Step, StepContext } from '../step.ts';
import type { Started } from './start.ts';

/** Milliseconds for the proof through the public route, the first certificate included. */
const visitDeadline = 20_000;

/**
 * Sends requests to the new container. The edge is made sure of first, while nothing has changed; then
 * the recorder decides, once, whether this deployment goes live; then the name's answer changes.
 */
export const switchOver: Step<Started, string> = {
	name: 'switch',
	deadline: () => deadlines.switch,
	async run({ image, containers }, context) {
		const { spec, engine, recorder, signal, log } = context;
		const { changed } = await engine.proxy.ensure({ signal });
		if (changed) log('The edge had another configuration: it was set right');
		const now = await Promise.all(containers.map(({ name }) => engine.runtime.inspect(name)));
		const targets = now.map((container) => ({
			address: runningAddress(container),
			port: image.port
		}));
		signal.throwIfAborted();
		await recorder.goLive(image);
		await engine.names.update(spec.service, {
			state: 'live',
			targets
		});
		return proof(context);
	},
	summary: (proof) => proof
};

function runningAddress(now: Container | null): string {
	if (now?.state === 'running' && now.address) return now.address;
	throw new AppError('app_exited', 422, 'The app ended just after it had answered', {
		hint: 'See its log for the reason.'
	});
}

/** One request through the public route. The deployment is live whatever comes back: it is said, not thrown. */
async function proof({ spec, engine, signal, log }: StepContext): Promise<string> {
	const { hosts = [] } = (await engine.names.snapshot())[spec.service] ?? {};
	const host = hosts.find(({ certificate }) => certificate)?.host;
	if (!host) return 'live; it has no public host name yet';
	const within = AbortSignal.any([signal, AbortSignal.timeout(visitDeadline)]);
	try {
		const path = spec.health.kind === 'http' ? spec.health.path : '/';
		const { status, milliseconds } = await engine.proxy.visit(host, { path, signal: within });
		return `https://${host} answered ${status} in ${Math.round(milliseconds)} ms`;
	} catch (error) {
		const reason = error instanceof AppError ? error.message : 'no answer in time';
		log(`Live, but https://${host} could not be visited yet: ${reason}`, 'stderr');
		return `live; https://${host} could not be visited yet: ${reason}`;
	}
}
