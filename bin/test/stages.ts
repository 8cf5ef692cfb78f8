import { join } from 'node:path';
import { project } from '../up/project.js';

/** What a stage needs of the machine before it can begin. */
export type Need = 'machine' | 'docker' | 'images' | 'go';

export interface Stage {
	name: string;
	/** Each an argument array for the project's own Node: script first. */
	commands: string[][];
	needs: Need[];
	/** Its numbers count; the others pass or fail as a whole. */
	isVitest: boolean;
	limitMinutes: number;
}

const script = (path: string, ...args: string[]) => [join(project, 'node_modules', path), ...args];

/** Where a test project's numbers are written. */
export const reportPath = (name: string) => join(project, `.cache/test/${name}.json`);

function vitest(name: string, needs: Need[], limitMinutes: number): Stage {
	const reporters = ['--reporter=default', '--reporter=json', `--outputFile=${reportPath(name)}`];
	const command = script('vitest/vitest.mjs', 'run', '--project', name, ...reporters);
	return {
		name,
		commands: [command],
		needs,
		isVitest: true,
		limitMinutes
	};
}

/** In the order in which they run: what fails soonest first. */
export const stages: Stage[] = [
	{
		name: 'lint',
		commands: [
			script('eslint/bin/eslint.js', '.'),
			script('prettier/bin/prettier.cjs', '--check', '--log-level', 'warn', '.'),
			script('svelte-check/bin/svelte-check', '--threshold', 'warning', '--output', 'human'),
			script('typescript/bin/tsc', '--noEmit'),
			script('knip/bin/knip.js')
		],
		needs: [],
		isVitest: false,
		limitMinutes: 10
	},
	vitest('unit', [], 10),
	vitest('db', ['machine'], 10),
	vitest('edge', ['machine', 'go'], 15),
	vitest('docker', ['machine', 'docker', 'images', 'go'], 25),
	vitest('story', ['machine', 'docker', 'images', 'go'], 40)
];
