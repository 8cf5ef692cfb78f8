import { spawnSync } from 'node:child_process';

/** Sentences about what Gantry needs before it can install anything by itself; empty when all is there. */
export function missingPrograms() {
	const missing = [];
	if (Number(process.versions.node.split('.')[0]) < 20) {
		missing.push(`Node ${process.versions.node} is too old: install Node 20 or later.`);
	}
	for (const program of ['git', 'npm']) {
		if (spawnSync(program, ['--version'], { stdio: 'ignore' }).error) {
			missing.push(
				`${program} was not found: install it, on Debian with: apt-get install ${program}`
			);
		}
	}
	return missing;
}
