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
	async run(commit, { spec, engine, recorder, log }) {
		const tree = engine.checkout.tree(spec.service, commit.sha, spec.build.rootDirectory);
		const plan = await detectPlan(tree, spec.build, {
			cacheOwner: spec.service,
			hasVariables: Object.keys(spec.buildVariables).length > 0
		});
		log(`${plan.title}: ${plan.reason}`);
		for (const notice of plan.notices) log(`Notice: ${notice}`);
		await recorder.plan(plan);
		return { commit, plan };
	},
	summary: ({ plan }) => `${plan.title}: ${plan.reason}`
};
