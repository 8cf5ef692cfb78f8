import { planContainer } from '../../runtime/container-plan.ts';
import type { Container } from '../../runtime/port.ts';
import { type BuiltImage, labels, objectNames } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import type { Step, StepContext } from '../step.ts';

export interface Started {
	image: BuiltImage;
	container: Container;
}

/** Starts the new container next to the old one, which goes on serving. */
export const start: Step<BuiltImage, Started> = {
	name: 'start',
	deadline: () => deadlines.start,
	async run(image, context) {
		const { spec, engine, signal, log } = context;
		const plan = planContainer(spec, image);
		await engine.runtime.ensureNetwork(plan.network, {
			[labels.installation]: spec.installation,
			[labels.project]: spec.project
		});
		// Visitors of a service that does not run yet see that it is being deployed.
		if ((await entryOf(context))?.state !== 'live') {
			await engine.names.update(spec.service, { state: 'starting' });
		}
		const container = await engine.runtime.start(plan, { signal });
		log(`Started ${container.name} on port ${image.port}`);
		return { image, container };
	},
	async undo(_started, context) {
		const { spec, engine } = context;
		const name = objectNames.container(spec.service, spec.deployment);
		const entry = await entryOf(context);
		if (entry?.state === 'starting') await engine.names.update(spec.service, { state: 'stopped' });
		// After a crash this may be the live one already: what receives requests is never removed.
		const container = await engine.runtime.inspect(name);
		const isServing =
			entry?.state === 'live' &&
			entry.targets.some(({ address }) => address === container?.address);
		if (!isServing) await engine.runtime.remove(name, { graceSeconds: 1 });
	}
};

async function entryOf({ spec, engine }: StepContext) {
	return (await engine.names.snapshot())[spec.service];
}
