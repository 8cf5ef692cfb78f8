import { AppError } from '../../error.ts';
import type { Container } from '../../runtime/port.ts';
import { deadlines } from '../deadlines.ts';
import { matched } from '../take-over.ts';
import { nameEntry } from '../name-entry.ts';
import { proveRoute } from '../prove-route.ts';
import type { Target } from '../../spec.ts';
import type { Step, StepContext } from '../step.ts';
import type { Started } from './start.ts';

/**
 * Sends requests to the new containers: the recorder decides, once, whether this deployment goes live; then
 * the name's answer changes, and a request through the public route proves it.
 */
export const switchOver: Step<Started, string> = {
	name: 'switch',
	deadline: () => deadlines.switch,
	async run({ image, containers, staying }, context) {
		const { spec, engine, recorder, signal, log } = context;
		const now = await Promise.all(containers.map(({ name }) => engine.runtime.inspect(name)));
		const targets = now.map((container) => ({
			address: runningAddress(container),
			port: image.port
		}));
		const site = await siteAnswer(image.files, context);
		signal.throwIfAborted();
		await recorder.goLive(image);
		if (staying) {
			await matched(staying, containers, (name, plan) => engine.runtime.adopt(name, plan));
		}
		await engine.names.update(spec.service, { state: 'live', targets, ...site });
		const addresses = image.files === null ? targets.map(placeOf) : [image.files];
		log(`Names answers with ${addresses.join(', ')}`);
		return proveRoute(addresses, context);
	},
	summary: (proof) => proof
};

/** The release that was live before stays at hand for pages that were opened before the switch. */
async function siteAnswer(files: string | null, context: StepContext) {
	if (files === null) return { files, filesBefore: null };
	const entry = await nameEntry(context);
	return {
		files,
		filesBefore: (entry?.files === files ? entry.filesBefore : entry?.files) ?? null
	};
}

const placeOf = ({ address, port }: Target) => `${address}:${port}`;

function runningAddress(now: Container | null): string {
	if (now?.state === 'running' && now.address) return now.address;
	throw new AppError('app_exited', 422, 'The app ended just after it had answered', {
		hint: 'See its log for the reason.'
	});
}
