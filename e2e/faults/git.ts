import { readFile } from 'node:fs/promises';
import { requestDeployment } from '#lib/server/deployments/request-deployment.ts';
import { commitLarge } from '../fixtures/large-repository.ts';
import { programs } from '../fixtures/programs.ts';
import type { Fault } from '../fixtures/git-host.ts';
import { expectThat, expectWithin, type Experiment } from './experiment.ts';
import { until } from './moments.ts';

/** As the ground sets it. */
const idleSeconds = 15;

export const broken: Experiment = {
	id: 'F43',
	strike: `a Git host that hangs, drips, resets, answers 500, asks for a password, redirects without end (idle limit ${idleSeconds} s)`,
	async run(ground) {
		const app = await ground.app();
		const { hostname } = new URL(ground.host.origin);
		const said: string[] = [];
		const faults: [Exclude<Fault, null>, number][] = [
			['hang', idleSeconds + 10],
			['drip', idleSeconds + 10],
			['reset', 10],
			['error', 10],
			['auth', 10],
			['redirect-loop', 10]
		];
		for (const [fault, seconds] of faults) {
			ground.host.break(app.name, fault);
			const row = await app.ended(await app.push(fault));
			const took = ((row.completedAt?.getTime() ?? 0) - (row.startedAt?.getTime() ?? 0)) / 1000;
			expectWithin(took, seconds, fault);
			expectThat(row.state === 'failed' && row.errorStep === 'checkout', `${fault}: ${row.state}`);
			const isNamed = row.errorMessage?.includes(hostname);
			expectThat(isNamed === true, `${fault}: the host is not named: ${row.errorMessage}`);
			said.push(`${fault} (${took.toFixed(1)} s): "${row.errorMessage}"`);
		}
		ground.host.break(app.name, null);
		await app.succeeds(await app.push('two'), 'two');
		return said.join(' · ');
	}
};

const size = { largest: 2 ** 30, files: 200_000 };
const mostBytes = 512 * 2 ** 20;

export const large: Experiment = {
	id: 'F44',
	strike:
		'a repository with a file of 1 GB, which does not compress, and 200,000 small ones, which the build leaves out',
	async run(ground) {
		const app = await ground.app();
		await commitLarge(app.repository, { ...size, version: 'two', ignore: true });
		app.pushed = await app.repository.head();
		const pid = (await programs(ground.product)).get('worker');
		const { deploymentId: id } = await requestDeployment(ground.ctx, { serviceId: app.serviceId });
		let highest = 0;
		await until(
			'its end',
			async () => {
				const status = await readFile(`/proc/${pid}/status`, 'utf8');
				const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0);
				highest = Math.max(highest, kilobytes * 1024);
				return (await ground.db.deployment.findUniqueOrThrow({ where: { id } })).completedAt;
			},
			{ withinMs: 600_000 }
		);
		await app.succeeds(id, 'two');
		expectThat(highest < mostBytes, `the worker took ${Math.round(highest / 2 ** 20)} MB`);
		return `deployed; the worker took ${Math.round(highest / 2 ** 20)} MB at most`;
	}
};
