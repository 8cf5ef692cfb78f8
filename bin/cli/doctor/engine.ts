import { release } from 'node:os';
import { askDocker } from '../../ask-docker.ts';
import { openDocker } from '../../docker.ts';
import type { Examination, Finding } from './finding.ts';
import { isAtLeast } from './version.ts';

/** Below `needed` it does not work; below `wanted` it has holes that are known. */
const programs = [
	{ component: 'Engine', what: 'Docker', needed: '20.10', wanted: '28.0' },
	{ component: 'containerd', what: 'containerd', needed: '1.4', wanted: '1.7.29' },
	{ component: 'runc', what: 'runc', needed: '1.0', wanted: '1.2.8' }
];

interface Component {
	Name: string;
	Version: string;
}

export function judgeVersion(
	what: string,
	version: string,
	{ needed, wanted }: { needed: string; wanted: string }
): Finding {
	if (!isAtLeast(version, needed)) {
		return { state: 'failure', what, detail: `${version}; ${needed} or later is needed` };
	}
	if (isAtLeast(version, wanted)) return { state: 'ok', what, detail: version };
	const detail = `${version}; ${wanted} or later mends known holes (a distribution may have mended them in its own)`;
	return { state: 'warning', what, detail };
}

/** Docker with its parts, and the kernel below it. */
export const examineEngine: Examination = async ({ env }) => {
	const kernel = judgeVersion('Linux', release(), { needed: '4.18', wanted: '5.10' });
	const answer = await askDocker(env.DOCKER_HOST);
	if (answer.kind !== 'answers') {
		const why = answer.kind === 'forbidden' ? 'this user may not open its socket' : answer.reason;
		const detail = `does not answer at ${env.DOCKER_HOST}: ${why}`;
		return [{ state: 'failure', what: 'Docker', detail }, kernel];
	}
	const docker = openDocker(env.DOCKER_HOST, 5000);
	const { Components } = (await docker.version()) as { Components?: Component[] };
	const findings = programs.flatMap((program) => {
		const found = Components?.find(({ Name }) => Name === program.component);
		return found ? [judgeVersion(program.what, found.Version, program)] : [];
	});
	return [...findings, await examineBuilder(env.DOCKER_HOST), kernel];
};

/** The engine says which builder is its own: 2 is BuildKit. */
async function examineBuilder(host: string): Promise<Finding> {
	const info = (await openDocker(host, 5000).info()) as { CgroupVersion?: string; Driver?: string };
	const cgroup = `cgroup v${info.CgroupVersion ?? '1'}`;
	return { state: 'ok', what: 'BuildKit', detail: `the engine's own; ${cgroup}, ${info.Driver}` };
}
