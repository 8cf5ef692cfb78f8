import { planContainers } from '../../runtime/container-plan.ts';
import type { Container, ContainerPlan } from '../../runtime/port.ts';
import { ensureProjectNetwork } from '../../runtime/project-network.ts';
import type { BuiltImage, DeploymentSpec } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import { ensureEdge } from '../ensure-edge.ts';
import { nameEntry, servingAddresses } from '../name-entry.ts';
import { isStopFirst, serviceContainers } from '../own-containers.ts';
import type { Step, StepContext } from '../step.ts';
import { resumeServing, stopServing } from '../stop-first.ts';
import { stayingContainers, takeWarm } from '../take-over.ts';

export interface Started {
	image: BuiltImage;
	/** Those that answer requests, one a replica. */
	containers: Container[];
	/** They ran already: kept warm, or live. */
	isTakenOver: boolean;
	/** They are those of the live release: after the switch they get the names of these plans. */
	staying: ContainerPlan[] | null;
}

/**
 * Starts the new containers next to the old ones, which go on serving; or after them, where only one may run.
 * Makes sure of the edge meanwhile: nothing has been switched yet.
 */
export const start: Step<BuiltImage, Started> = {
	name: 'start',
	deadline: ({ run }) => (run.drainSeconds + run.stopGraceSeconds) * 1000 + deadlines.start,
	async run(image, context) {
		const { spec, engine, log } = context;
		const edge = ensureEdge(context);
		// It is waited for below, whatever fails before that.
		edge.catch(() => {});
		const [entry] = await Promise.all([
			nameEntry(context),
			ensureProjectNetwork(engine.runtime, spec)
		]);
		const plans = planContainers(spec, image);
		const staying = mayStay(spec) ? await stayingContainers(plans, context) : null;
		if (staying) {
			await edge;
			log('Nothing has changed since what is live was started, and it answers: it stays');
			log('"Restart" starts it anew');
			return { image, containers: staying, isTakenOver: true, staying: plans };
		}
		const taken = spec.isReturn ? await takeWarm(plans, context) : [];
		if (isStopFirst(spec)) {
			await edge;
			await stopServing(context);
		}
		// Visitors of a service that does not run yet see that it is being deployed.
		if (entry?.state !== 'live') await engine.names.update(spec.service, { state: 'starting' });
		const containers = await Promise.all(plans.map((plan) => startOne(plan, { taken, context })));
		await edge;
		const names = containers.map(({ name }) => name).join(', ');
		const isTakenOver = taken.length === plans.length;
		log(`${isTakenOver ? 'Still warm' : 'Started'}: ${names} on port ${image.port}`);
		return { image, containers, isTakenOver, staying: null };
	},
	summary: ({ containers, isTakenOver, staying }) => {
		if (staying) return 'nothing has changed: what is live stays';
		if (isTakenOver) return 'still warm, nothing had to start';
		return containers.length > 1 ? `${containers.length} replicas` : null;
	},
	async undo(_started, context) {
		const { engine, spec } = context;
		const entry = await nameEntry(context);
		// After a crash these may be the live ones already: what receives requests is never removed.
		const serving = servingAddresses(entry);
		const { own } = await serviceContainers(context);
		await Promise.all(
			own
				.filter(({ address }) => address === null || !serving.has(address))
				.map(({ name }) => engine.runtime.remove(name, { graceSeconds: 1 }))
		);
		const isBack = await resumeServing(context);
		if (!isBack && entry?.state === 'starting') {
			await engine.names.update(spec.service, { state: 'stopped' });
		}
	}
};

/** Whoever gives an image, or wants a fresh one, wants new containers, too: variables are applied, a restart is one. */
const mayStay = ({ image, isFresh }: DeploymentSpec) => image === null && !isFresh;

async function startOne(
	plan: ContainerPlan,
	{ taken, context }: { taken: Container[]; context: StepContext }
): Promise<Container> {
	const warm = taken.find(({ name }) => name === plan.name);
	return warm ?? context.engine.runtime.start(plan, { signal: context.signal });
}
