import { planContainers } from '../../runtime/container-plan.ts';
import type { Container, ContainerPlan } from '../../runtime/port.ts';
import { type BuiltImage, labels, objectNames } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import type { Step, StepContext } from '../step.ts';

export interface Started {
	image: BuiltImage;
	/** Those that answer requests, one a replica. */
	containers: Container[];
}

/** Starts the new containers next to the old ones, which go on serving. */
export const start: Step<BuiltImage, Started> = {
	name: 'start',
	deadline: () => deadlines.start,
	async run(image, context) {
		const { spec, engine, log } = context;
		const [entry] = await Promise.all([
			entryOf(context),
			engine.runtime.ensureNetwork(objectNames.network(spec.project), {
				[labels.installation]: spec.installation,
				[labels.project]: spec.project
			})
		]);
		// Visitors of a service that does not run yet see that it is being deployed.
		if (entry?.state !== 'live') await engine.names.update(spec.service, { state: 'starting' });
		const containers = await Promise.all(
			planContainers(spec, image).map((plan) => startOne(plan, context))
		);
		log(`Started ${containers.map(({ name }) => name).join(', ')} on port ${image.port}`);
		return { image, containers };
	},
	summary: ({ containers }) => (containers.length > 1 ? `${containers.length} replicas` : null),
	async undo(_started, context) {
		const { engine } = context;
		const entry = await entryOf(context);
		if (entry?.state === 'starting') {
			await engine.names.update(context.spec.service, { state: 'stopped' });
		}
		// After a crash these may be the live ones already: what receives requests is never removed.
		const serving = new Set(entry?.state === 'live' ? entry.targets.map((to) => to.address) : []);
		const made = await ownContainers(context);
		await Promise.all(
			made
				.filter(({ address }) => address === null || !serving.has(address))
				.map(({ name }) => engine.runtime.remove(name, { graceSeconds: 1 }))
		);
	}
};

function startOne(plan: ContainerPlan, { engine, signal }: StepContext): Promise<Container> {
	return engine.runtime.start(plan, { signal });
}

/** All that this deployment has made. */
async function ownContainers({ spec, engine }: StepContext): Promise<Container[]> {
	const prefix = objectNames.containers(spec.service, spec.deployment);
	const found = await engine.runtime.list({
		[labels.installation]: spec.installation,
		[labels.service]: spec.service
	});
	return found.filter(({ name }) => name.startsWith(prefix));
}

async function entryOf({ spec, engine }: StepContext) {
	return (await engine.names.snapshot())[spec.service];
}
