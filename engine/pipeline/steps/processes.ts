import { AppError } from '../../error.ts';
import { planWorkers } from '../../runtime/process-plan.ts';
import type { ContainerPlan } from '../../runtime/port.ts';
import type { BuiltImage, ProcessSpec } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import { isWeb, serviceContainers } from '../own-containers.ts';
import { matched } from '../take-over.ts';
import type { Step, StepContext } from '../step.ts';

interface Workers {
	image: BuiltImage;
	/** Nothing has changed: workers that would be the same stay, too. */
	isStaying: boolean;
	workers: ProcessSpec[];
}

/**
 * Exchanges the workers once the new release is live: the old ones end before the new ones begin, so that
 * no two versions take work from the same queue. One that does not start is said: the reconciler tries again.
 */
export const processes: Step<Workers, { started: number; wanted: number }> = {
	name: 'processes',
	deadline: ({ run }) => run.stopGraceSeconds * 1000 + deadlines.start,
	async run({ image, workers, isStaying }, context) {
		const { spec, engine } = context;
		const { previous, others } = await serviceContainers(context);
		const old = [...previous, ...others].filter((one) => !isWeb(one));
		const plans = planWorkers({ ...spec, processes: workers }, image);
		const staying = isStaying
			? await matched(plans, old, (name, plan) => engine.runtime.adopt(name, plan))
			: [];
		const leaving = old.filter(({ id }) => !staying.some((one) => one.id === id));
		const graceSeconds = spec.run.stopGraceSeconds;
		await Promise.all(leaving.map(({ name }) => engine.runtime.remove(name, { graceSeconds })));
		const started = await Promise.all(plans.map((plan) => startOne(plan, context)));
		return { started: started.filter(Boolean).length, wanted: plans.length };
	},
	summary: ({ started, wanted }) =>
		`${started === wanted ? started : `${started} of ${wanted}`} ${wanted === 1 ? 'worker' : 'workers'}`
};

async function startOne(
	plan: ContainerPlan,
	{ engine, signal, log }: StepContext
): Promise<boolean> {
	try {
		const { name } = await engine.runtime.start(plan, { signal });
		log(`Started ${name}`);
		return true;
	} catch (error) {
		signal.throwIfAborted();
		if (!(error instanceof AppError)) throw error;
		log(`${plan.name} did not start: ${error.message}`, 'stderr');
		return false;
	}
}
