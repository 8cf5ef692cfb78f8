import type { Hierarchies } from './cgroup-v1.ts';

export type Mounts =
	{ version: 1; mounts: Hierarchies } | { version: 2; root: string } | { version: null };

/** Which cgroups this machine has, from the text of /proc/mounts. */
export function cgroupMounts(text: string): Mounts {
	const rows = text.split('\n').map((line) => line.split(' '));
	const v1 = (controller: string) =>
		rows.find(
			([, , type, options]) => type === 'cgroup' && options?.split(',').includes(controller)
		)?.[1];
	const [memory, cpu, pids] = [v1('memory'), v1('cpu'), v1('pids')];
	if (memory && cpu && pids) return { version: 1, mounts: { memory, cpu, pids } };
	// Beside version 1 a second one may be mounted that has no controllers.
	const root = rows.find(([, , type]) => type === 'cgroup2')?.[1];
	if (root && !memory) return { version: 2, root };
	return { version: null };
}
