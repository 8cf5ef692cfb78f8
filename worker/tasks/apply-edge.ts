import { loadOwnNames } from '#lib/server/settings/own-names.ts';
import { warmCertificates } from '../domains/warm-certificates.ts';
import type { Task } from '../jobs/task.ts';
import { loadWanted } from '../reconcile/wanted.ts';
import type { World } from '../world.ts';

export function applyEdgeTask(world: World): Task<'apply-edge'> {
	return async (_payload, { signal }) => {
		const { db, env, engine } = world;
		await engine.proxy.ensure({ signal });
		const { panel } = await loadWanted(world);
		await engine.names.update('panel', panel);
		const { panelDomain } = await loadOwnNames(db, env);
		await warmCertificates(world, { hosts: [panelDomain], signal });
	};
}
