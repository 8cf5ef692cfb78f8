import type { Plan } from '#engine/detect/plan.ts';
import { coreWords } from '#lib/rules/core-words.ts';
import type { ServiceView } from '#lib/server/services/get-service.ts';

type Settings = ServiceView['settings'];

const listed = (...parts: (string | number | null | undefined | false)[]) =>
	parts.filter(Boolean).join(' · ');

/** "northwind/shop · main · auto-deploy" */
export function sourceWords({ gitUrl, branch, rootDirectory, autoDeploy }: Settings): string {
	const repository = gitUrl.replace(/^https?:\/\/[^/]+\/|\.git$/g, '');
	return listed(repository, branch, rootDirectory, autoDeploy ? 'auto-deploy' : 'no auto-deploy');
}

/** What is set, else what the last deployment found: "SvelteKit · pnpm run build · node build" */
export function buildWords(settings: Settings, plan: Plan | null): string {
	const words = listed(
		settings.dockerfilePath ?? plan?.title,
		settings.buildCommand ?? plan?.build?.value,
		settings.startCommand ?? plan?.start?.value
	);
	return words || 'As detected';
}

/** "Port 3000 · 512 MB · CPU without a cap" */
export function runWords({ port, memoryMegabytes, cpus }: Settings, plan: Plan | null): string {
	const known = port ?? plan?.port?.value;
	return listed(
		known ? `Port ${known}` : 'Port as detected',
		`${memoryMegabytes} MB`,
		cpus === 0 ? 'CPU without a cap' : coreWords(cpus)
	);
}

/** "HTTP at / · within 120 s" */
export function healthWords({ healthKind, healthPath, healthSeconds }: Settings): string {
	return listed(
		healthKind === 'http' ? `HTTP at ${healthPath}` : 'TCP',
		`within ${healthSeconds} s`
	);
}

/** "2 replicas · the new one first · npm run migrate" */
export function cutOverWords(
	{ replicas, stopFirst, releaseCommand }: Settings,
	plan: Plan | null
): string {
	return listed(
		replicas === 1 ? '1 replica' : `${replicas} replicas`,
		stopFirst ? 'the old one stops first' : 'the new one starts first',
		releaseCommand ?? plan?.release?.value
	);
}
