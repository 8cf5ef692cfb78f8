import { expect, test } from 'vitest';
import { stagesOf, stageTable } from './stages.ts';

const at = (milliseconds: number) => new Date(milliseconds);

test('cuts a run at what was written down, up to the moment the new version was seen', () => {
	const stages = stagesOf({
		begun: 1000,
		pushed: 1020,
		accepted: 1030,
		deployment: { createdAt: at(1025), startedAt: at(1035) },
		steps: [
			{ name: 'build', startedAt: at(1090), completedAt: at(1200) },
			{ name: 'checkout', startedAt: at(1040), completedAt: at(1080) },
			{ name: 'switch', startedAt: at(1210), completedAt: at(1250) },
			{ name: 'drain', startedAt: at(1260), completedAt: at(2000) }
		],
		seen: 1240
	});
	expect(stages).toEqual([
		['git push', 20],
		['webhook → deployment', 5],
		['deployment → job', 10],
		['job → first step', 5],
		['checkout', 40],
		['build', 110],
		['switch', 30],
		['between steps', 20],
		['switch → seen', 0]
	]);
	expect(stages.reduce((sum, [, milliseconds]) => sum + milliseconds, 0)).toBe(240);
});

test('shows the median of each part', () => {
	const table = stageTable('ours', [
		[['build', 10]],
		[['build', 20]],
		[
			['build', 30],
			['push', 1]
		]
	]);
	expect(table).toContain('| build | 20.0 ms |');
	expect(table).toContain('| push | 0.0 ms |');
});
