import { deleteProject } from '#lib/server/projects/delete-project.ts';
import { rollback } from '#lib/server/deployments/rollback.ts';
import { strikeProgram } from '../fixtures/programs.ts';
import { expectThat, type Experiment } from './experiment.ts';
import { until } from './moments.ts';

export const interrupted: Experiment = {
	id: 'F09',
	strike: 'worker killed during a rollback, and while an app is deleted',
	async run(ground) {
		const { ctx, db, names } = ground;
		const app = await ground.app({ variables: { BOOT_MS: '2000', DRAIN_MS: '3000' } });
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

		const leaving = await ground.app({ variables: { DRAIN_MS: '3000' } });
		await leaving.stopProbe();
		leaving.mayFail = true;
		leaving.expected = '';
		const { name } = await db.project.findUniqueOrThrow({ where: { id: leaving.projectId } });
		await deleteProject(ctx, { projectId: leaving.projectId, confirm: name, volumes: [] });
		await until('its removal to begin', async () => !(await names.snapshot())[leaving.serviceId]);
		await strikeProgram(ground.product, 'worker');
		await leaving.remove();
		expectThat(
			(await db.project.count({ where: { id: projectId } })) === 1,
			'the wrong one is gone'
		);
		return 'the rollback resumed (attempt 2); the deletion was finished, nothing of it is left';
	}
};
