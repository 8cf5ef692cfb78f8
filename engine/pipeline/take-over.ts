import type { Container, ContainerPlan } from '../runtime/port.ts';
import { labels } from '../spec.ts';
import { isRunning, isWeb, serviceContainers } from './own-containers.ts';
import { nameEntry, probedHost, servingAddresses } from './name-entry.ts';
import type { StepContext } from './step.ts';

/** Milliseconds in which a container that stays must answer. */
const answerDeadline = 2_000;

/** Finds a container for each plan, no container twice; `claim` says whether one fits. */
export async function matched(
	plans: ContainerPlan[],
	free: Container[],
	claim: (name: string, plan: ContainerPlan) => Promise<Container | null>
): Promise<Container[]> {
	const taken: Container[] = [];
	const ordered = free.filter(isRunning).toSorted((a, b) => (a.name < b.name ? -1 : 1));
	for (const plan of plans) {
		for (const one of ordered) {
			if (taken.some(({ id }) => id === one.id)) continue;
			const container = await claim(one.name, plan);
			if (!container) continue;
			taken.push(container);
			break;
		}
	}
	return taken;
}

/** Containers of the release that is returned to, still running: they get the names of these plans. */
export async function takeWarm(plans: ContainerPlan[], context: StepContext): Promise<Container[]> {
	const { runtime } = context.engine;
	const { others } = await serviceContainers(context);
	return matched(plans, others.filter(isWeb), (name, plan) => runtime.adopt(name, plan));
}

/**
 * The live containers, when those of `plans` would be the same in all but their names, and they answer: then
 * nothing has to be replaced. null: something differs.
 */
export async function stayingContainers(
	plans: ContainerPlan[],
	context: StepContext
): Promise<Container[] | null> {
	const { runtime } = context.engine;
	const entry = await nameEntry(context);
	const serving = servingAddresses(entry);
	if (serving.size !== plans.length) return null;
	const { own, previous } = await serviceContainers(context);
	// After a crash some may have their new names already.
	const live = [...own, ...previous].filter(
		(one) => isWeb(one) && one.address !== null && serving.has(one.address)
	);
	const staying = await matched(plans, live, (name, plan) => runtime.twin(name, plan));
	if (staying.length < plans.length) return null;
	const host = probedHost(entry);
	const answers = await Promise.all(staying.map((one) => isAnswering(one, { host, context })));
	return answers.every(Boolean) ? staying : null;
}

async function isAnswering(
	{ address, labels: on }: Container,
	{ host, context }: { host: string; context: StepContext }
): Promise<boolean> {
	const { spec, engine } = context;
	const target = { address: address ?? '127.0.0.1', port: Number(on[labels.port]) };
	const signal = AbortSignal.any([context.signal, AbortSignal.timeout(answerDeadline)]);
	const probing = engine.prober.probe(target, spec.health, { host, signal });
	const result = await probing.catch(() => null);
	context.signal.throwIfAborted();
	return result?.healthy ?? false;
}
