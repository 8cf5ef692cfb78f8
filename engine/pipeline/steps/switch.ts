import { AppError } from '../../error.ts';
import type { Container } from '../../runtime/port.ts';
import { deadlines } from '../deadlines.ts';
import { proveRoute } from '../prove-route.ts';
import type { Step } from '../step.ts';
import type { Started } from './start.ts';

/**
 * Sends requests to the new containers. The edge is made sure of first, while nothing has changed; then
 * the recorder decides, once, whether this deployment goes live; then the name's answer changes, and a
 * request through the public route proves it.
 */
export const switchOver: Step<Started, string> = {
	name: 'switch',
	deadline: () => deadlines.switch,
	async run({ image, containers }, context) {
		const { spec, engine, recorder, signal, log } = context;
		const [{ changed }, ...now] = await Promise.all([
			engine.proxy.ensure({ signal }),
			...containers.map(({ name }) => engine.runtime.inspect(name))
		]);
		log(changed ? 'The edge had another configuration: it was set right' : 'The edge is in order');
		const targets = now.map((container) => ({
			address: runningAddress(container),
			port: image.port
		}));
		signal.throwIfAborted();
		await recorder.goLive(image);
		await engine.names.update(spec.service, { state: 'live', targets });
		const addresses = targets.map(({ address, port }) => `${address}:${port}`);
		log(`Names answers with ${addresses.join(', ')}`);
		return proveRoute(addresses, context);
	},
	summary: (proof) => proof
};

function runningAddress(now: Container | null): string {
	if (now?.state === 'running' && now.address) return now.address;
	throw new AppError('app_exited', 422, 'The app ended just after it had answered', {
		hint: 'See its log for the reason.'
	});
}
