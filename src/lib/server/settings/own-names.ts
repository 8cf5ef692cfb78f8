import type { Env } from '#env';
import type { Db, Transaction } from '../db/client.ts';
import { installationId } from '../installation/ensure-installation.ts';

/** The names under which this installation answers. */
export interface OwnNames {
	baseDomain: string;
	panelDomain: string;
	httpsPort: number;
}

/** What the settings page chose, else what the environment says. */
export function ownNames(
	env: Env,
	chosen: { baseDomain: string | null; panelDomain: string | null } | null
): OwnNames {
	const baseDomain = chosen?.baseDomain ?? env.GANTRY_BASE_DOMAIN;
	// A base domain chosen in the settings brings its panel along: the environment's was for the other one.
	const given = chosen?.baseDomain ? undefined : env.GANTRY_PANEL_DOMAIN;
	return {
		baseDomain,
		panelDomain: chosen?.panelDomain ?? given ?? `gantry.${baseDomain}`,
		httpsPort: env.GANTRY_HTTPS_PORT
	};
}

export async function loadOwnNames(db: Db | Transaction, env: Env): Promise<OwnNames> {
	const chosen = await db.installation.findUnique({
		where: { id: installationId },
		select: { baseDomain: true, panelDomain: true }
	});
	return ownNames(env, chosen);
}

/** https://host, with the port where it is not the usual one. */
export function httpsUrl(host: string, { httpsPort }: { httpsPort: number }): string {
	return httpsPort === 443 ? `https://${host}` : `https://${host}:${httpsPort}`;
}

export function appHost(appName: string, { baseDomain }: { baseDomain: string }): string {
	return `${appName}.${baseDomain}`;
}
