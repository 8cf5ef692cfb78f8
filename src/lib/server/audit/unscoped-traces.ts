import { createHmac } from 'node:crypto';
import { deployRequest } from '#lib/schemas/deploy-api.ts';
import { createProjectInput } from '#lib/schemas/projects.ts';
import { deployApp } from '../apps/deploy-app.ts';
import { changePassword } from '../auth/change-password.ts';
import { login } from '../auth/login.ts';
import { logout } from '../auth/logout.ts';
import { hashPassword } from '../auth/password.ts';
import { changeCleanUp } from '../clean-up/change-clean-up.ts';
import { requestCleanUp } from '../clean-up/request-clean-up.ts';
import { newId } from '../db/id.ts';
import { claimInstallation, createAdmin } from '../installation/claim-installation.ts';
import { ensureInstallation, installationId } from '../installation/ensure-installation.ts';
import { createProject } from '../projects/create-project.ts';
import { changeAccessSettings } from '../settings/change-access-settings.ts';
import { changeBuildSettings } from '../settings/change-build-settings.ts';
import { changeDomains } from '../settings/change-domains.ts';
import { createMetricsToken, revokeMetricsToken } from '../settings/metrics-token.ts';
import { createToken } from '../tokens/create-token.ts';
import { receiveGithubDelivery } from '../webhooks/receive-github-delivery.ts';
import { rotateWebhookSecret } from '../webhooks/rotate-webhook-secret.ts';
import type { Scene, Trace } from './traces.ts';

const password = 'correct horse battery';
const newEmail = () => `${newId()}@example.com`;

async function withPassword({ world, ctx: { actor } }: Scene): Promise<string> {
	const data = { passwordHash: await hashPassword(password) };
	await world.db.user.updateMany({ where: { id: actor.userId ?? '' }, data });
	return actor.email ?? '';
}

/** As if nobody had claimed it yet; answers the token of its link. */
async function unclaimed({ world }: Scene): Promise<string> {
	await world.db.installation.updateMany({
		where: { id: installationId },
		data: { claimedAt: null }
	});
	return (await ensureInstallation(world.db)).setupToken ?? '';
}

const appOf = (name: string) => `a${name.replace(/[^a-z]/g, '').slice(0, 15)}`;

async function signedPush({ world, ctx, ids }: Scene) {
	const { secret } = await rotateWebhookSecret(ctx, ids);
	const after = 'b'.repeat(40);
	const repository = { id: 42, full_name: 'gantry/example' };
	const push = { ref: 'refs/heads/main', before: '0'.repeat(40), after, repository };
	const body = Buffer.from(JSON.stringify(push));
	const signature = `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
	const delivery = { deliveryId: newId(), event: 'push', signature, body };
	return () => receiveGithubDelivery({ ...ctx, db: world.db }, { ...ids, ...delivery });
}

const created: Trace['leaves'] = ['project.created', 'service.created', 'deployment.requested'];

/** Each of `changes` (auth/unscoped.ts), and what the activity tells of it. */
export const unscopedTraces: Record<string, Required<Trace>> = {
	changeAccessSettings: {
		leaves: ['settings.requests-changed'],
		set:
			async ({ ctx }) =>
			() =>
				changeAccessSettings(ctx, { isOn: false })
	},
	changeBuildSettings: {
		leaves: ['settings.builds-changed'],
		set:
			async ({ ctx }) =>
			() =>
				changeBuildSettings(ctx, { slots: 3 })
	},
	changeCleanUp: {
		leaves: ['settings.clean-up-changed'],
		set:
			async ({ ctx }) =>
			() =>
				changeCleanUp(ctx, { logDays: 9 })
	},
	changeDomains: {
		leaves: ['settings.domains-changed'],
		set:
			async ({ ctx }) =>
			() =>
				changeDomains(ctx, { panelDomain: 'panel.example.org' })
	},
	changePassword: {
		leaves: ['password.changed'],
		set: async (scene) => {
			await withPassword(scene);
			const newPassword = 'another horse battery';
			return () => changePassword(scene.ctx, { currentPassword: password, newPassword });
		}
	},
	claimInstallation: {
		leaves: ['installation.claimed'],
		set: async (scene) => {
			const token = await unclaimed(scene);
			const typed = { token, email: newEmail(), password, userAgent: null };
			return () => claimInstallation(scene.world.nobody(), typed);
		}
	},
	createAdmin: {
		leaves: ['installation.claimed'],
		set: async (scene) => {
			await unclaimed(scene);
			return () => createAdmin(scene.world.nobody(), { email: newEmail(), password });
		}
	},
	createMetricsToken: {
		leaves: ['settings.metrics-opened'],
		set:
			async ({ ctx }) =>
			() =>
				createMetricsToken(ctx)
	},
	createProject: {
		leaves: created,
		set: async ({ ctx }) => {
			const name = appOf(newId());
			const gitUrl = 'https://github.com/gantry/example';
			const input = createProjectInput.parse({ name, appName: name, gitUrl, branch: 'main' });
			return () => createProject(ctx, input);
		}
	},
	createToken: {
		leaves: ['token.created'],
		set:
			async ({ ctx }) =>
			() =>
				createToken(ctx, { name: 'ci', expiresInDays: null })
	},
	deployApp: {
		leaves: created,
		set: async ({ ctx }) => {
			const app = { github_repo: 'gantry/example', app_name: appOf(newId()) };
			return () => deployApp(ctx, deployRequest.parse(app));
		}
	},
	login: {
		leaves: ['session.created'],
		set: async (scene) => {
			const email = await withPassword(scene);
			return () => login(scene.world.nobody(), { email, password, userAgent: null });
		}
	},
	logout: {
		leaves: ['session.ended'],
		set: async (scene) => {
			const email = await withPassword(scene);
			const typed = { email, password, userAgent: null };
			const { sessionId } = await login(scene.world.nobody(), typed);
			return () => logout(scene.ctx, { sessionId });
		}
	},
	receiveGithubDelivery: { leaves: ['deployment.requested'], set: signedPush },
	requestCleanUp: {
		leaves: ['clean-up.requested'],
		set:
			async ({ ctx }) =>
			() =>
				requestCleanUp(ctx)
	},
	revokeMetricsToken: {
		leaves: ['settings.metrics-closed'],
		set: async ({ ctx }) => {
			await createMetricsToken(ctx);
			return () => revokeMetricsToken(ctx);
		}
	}
};
