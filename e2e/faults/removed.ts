import { deleteProject } from '#lib/server/projects/delete-project.ts';
import { rollback } from '#lib/server/deployments/rollback.ts';
import { strikeProgram } from '../fixtures/programs.ts';
import { expectThat, type Experiment } from './experiment.ts';
import { until } from './moments.ts';

export const interrupted: Experiment = {
	id: 'F09',
	strike: 'worker killed during a rollback, and while an app with a volume is deleted',
	async run(ground) {
		const { ctx, db, names } = ground;
		const app = await ground.app({
			variables: { BOOT_MS: '2000', DRAIN_MS: '3000' },
			input: { replicas: 2 }
		});
		const { serviceId, projectId } = app;
		const { liveReleaseId } = await db.service.findUniqueOrThrow({ where: { id: serviceId } });
		await app.succeeds(await app.push('two'), 'two');
		const { deploymentId } = await rollback(ctx, { serviceId, releaseId: liveReleaseId ?? '' });
		await app.reaches(deploymentId, 'check');
		await strikeProgram(ground.product, 'worker');
		const { attempt } = await app.succeeds(deploymentId, 'one');
		expectThat(attempt === 2, `it took ${attempt} attempts`);
		// What was pushed last was left on purpose.
		app.pushed =
			(await db.deployment.findUniqueOrThrow({ where: { id: deploymentId } })).commitSha ?? '';

		const leaving = await ground.app({ variables: { DRAIN_MS: '3000' }, volume: '/data' });
		await leaving.append('one-');
		await leaving.stopProbe();
		leaving.mayFail = true;
		leaving.expected = '';
		const { name } = await db.project.findUniqueOrThrow({ where: { id: leaving.projectId } });
		const going = { projectId: leaving.projectId, confirm: name };
		const refused = await deleteProject(ctx, { ...going, volumes: [] }).then(
			() => 'accepted',
			(error: unknown) => (error as { code?: string }).code
		);
		expectThat(refused === 'volumes_not_confirmed', `its data were not asked for: ${refused}`);
		const kept = await leaving.append('two');
		expectThat(kept === 'one-two', `in its volume stands "${kept}"`);
		await deleteProject(ctx, { ...going, volumes: [`${leaving.name}/data`] });
		await until('its removal to begin', async () => !(await names.snapshot())[leaving.serviceId]);
		await strikeProgram(ground.product, 'worker');
		await leaving.remove();
		expectThat(
			(await db.project.count({ where: { id: projectId } })) === 1,
			'the wrong one is gone'
		);
		return 'the rollback of two replicas resumed (attempt 2); data in a volume were kept until they were named; then the deletion was finished, nothing is left';
	}
};
