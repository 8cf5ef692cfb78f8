import { detect as detectPlan } from '../../detect/detect.ts';
import type { Plan } from '../../detect/plan.ts';
import type { Commit } from '../../spec.ts';
import { deadlines } from '../deadlines.ts';
import type { Step } from '../step.ts';

export interface Detected {
	commit: Commit;
	plan: Plan;
}

/** Finds out how the tree becomes an image. */
export const detect: Step<Commit, Detected> = {
	name: 'detect',
	deadline: () => deadlines.detect,
	async run(commit, { spec, engine, recorder, signal, log }) {
		const { rootDirectory } = spec.build;
		const tree = engine.checkout.tree(spec.service, commit.sha, rootDirectory);
		const plan = await detectPlan(tree, spec.build, {
			cacheOwner: spec.service,
			hasVariables: Object.keys(spec.buildVariables).length > 0,
			repository: engine.checkout.tree(spec.service, commit.sha, '')
		});
		log(`${plan.title}: ${plan.reason}`);
		for (const notice of plan.notices) log(`Notice: ${notice}`);
		await recorder.plan(plan);
		if (!plan.isWholeRepository) return { commit, plan };
		log(`${rootDirectory} is a workspace: the whole repository is built, its packages at the root`);
		// It is here already; what the image depends on is the tree of the root.
		const source = { ...spec.source, commit: commit.sha };
		const whole = await engine.checkout.fetch(spec.service, source, '', { signal });
		return { commit: whole, plan };
	},
	summary: ({ plan }) => `${plan.title}: ${plan.reason}`
};
