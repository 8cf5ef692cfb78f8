import { authorise } from '../auth/authorise.ts';
import type { Context } from '../context.ts';
import { httpsUrl, ownNames } from './own-names.ts';
import { readInstallation } from './read-installation.ts';

export interface DnsRecord {
	type: 'A' | 'AAAA' | 'CNAME';
	/** Host name, '*.example.com' for the wildcard; of a domain as the form of its DNS wants it: '@', 'www'. */
	name: string;
	value: string;
}

export interface Settings {
	baseDomain: string;
	panelDomain: string;
	panelUrl: string;
	/** null: the environment's setting holds. */
	chosen: { baseDomain: string | null; panelDomain: string | null };
	/** What the environment says, shown as what an empty field means. */
	defaults: { baseDomain: string; panelDomain: string };
	httpPort: number;
	httpsPort: number;
	acmeEmail: string | null;
	/** 'localhost' needs no DNS and gets its certificates from Caddy's own authority. */
	isLocal: boolean;
}

/** How this installation answers. Errors: not_allowed. */
export async function getSettings(ctx: Context): Promise<Settings> {
	authorise(ctx, 'installation:see');
	const row = await readInstallation(ctx);
	const names = ownNames(ctx.env, row);
	const defaults = ownNames(ctx.env, null);
	return {
		baseDomain: names.baseDomain,
		panelDomain: names.panelDomain,
		panelUrl: httpsUrl(names.panelDomain, names),
		chosen: { baseDomain: row.baseDomain, panelDomain: row.panelDomain },
		defaults: { baseDomain: defaults.baseDomain, panelDomain: defaults.panelDomain },
		httpPort: ctx.env.GANTRY_HTTP_PORT,
		httpsPort: ctx.env.GANTRY_HTTPS_PORT,
		acmeEmail: ctx.env.GANTRY_ACME_EMAIL ?? null,
		isLocal: names.baseDomain === 'localhost'
	};
}
