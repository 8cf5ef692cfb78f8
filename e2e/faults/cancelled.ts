import type { App } from './app.ts';
import { expectThat, expectWithin, type Experiment } from './experiment.ts';
import type { Ground } from './ground.ts';
import { until } from './moments.ts';
import { cancel } from './worker-killed.ts';

interface CancelledAt {
	id: string;
	moment: () => Promise<void>;
	/** With a volume the old version was stopped, and boots again; others answer all the time. */
	backWithinMs?: number;
}

/** Cancels a deployment at a moment of its way; answers the seconds until it had ended. */
async function cancelAt(
	ground: Ground,
	app: App,
	{ id, moment, backWithinMs = 0 }: CancelledAt
): Promise<number> {
	await moment();
	const begin = performance.now();
	const answer = await cancel(ground, id);
	expectThat(answer === 'cancelled', `to cancel was refused: ${answer}`);
	const { state } = await app.ended(id);
	expectThat(state === 'cancelled', `it ${state}`);
	await until('the old version to answer', async () => (await app.version()) === 'one', {
		withinMs: backWithinMs
	});
	return (performance.now() - begin) / 1000;
}

export const everywhere: Experiment = {
	id: 'F35',
	strike:
		'cancelled during clone, build, release command, health check and drain, with two replicas and with a volume',
	async run(ground) {
		const app = await ground.app({ input: { healthSeconds: 60, replicas: 2 } });
		const took: Record<string, number> = {};

		ground.host.break(app.name, 'hang');
		const cloning = await app.push('clone');
		took.clone = await cancelAt(ground, app, {
			id: cloning,
			moment: () => app.reaches(cloning, 'checkout')
		});
		ground.host.break(app.name, null);

		const building = await app.push('build', { lines: ['RUN ["/app", "sleep", "60"]'] });
		took.build = await cancelAt(ground, app, {
			id: building,
			moment: () => app.logs(building, 'tick')
		});

		const { serviceId: id } = app;
		await ground.db.service.update({ where: { id }, data: { releaseCommand: '/app sleep 60' } });
		const releasing = await app.push('release');
		took.release = await cancelAt(ground, app, {
			id: releasing,
			moment: () => app.logs(releasing, 'tick')
		});
		await ground.db.service.update({ where: { id }, data: { releaseCommand: null } });

		const checking = await app.push('check', { env: { BOOT_MS: '50000' } });
		took.check = await cancelAt(ground, app, {
			id: checking,
			moment: () => app.reaches(checking, 'check')
		});

		const stored = await ground.app({ input: { healthSeconds: 60 }, volume: '/data' });
		await stored.append('one-');
		const stopped = await stored.push('stopped', { env: { BOOT_MS: '50000' } });
		took['check, with a volume'] = await cancelAt(ground, stored, {
			id: stopped,
			moment: () => stored.reaches(stopped, 'check'),
			backWithinMs: 2000
		});
		const kept = await stored.append('two');
		expectThat(kept === 'one-two', `in its volume stands "${kept}"`);

		const late = await app.push('two');
		await app.reaches(late, 'drain');
		const refused = await cancel(ground, late);
		expectThat(refused === 'already_live', `after the switch: ${refused}`);
		await app.succeeds(late, 'two');
		const said = Object.entries(took).map(
			([step, seconds]) => `${step} ${expectWithin(seconds, 5, `to cancel ${step}`)}`
		);
		return `ended after: ${said.join(', ')}; the old version served; after the switch: already live`;
	}
};
