import type { OwnNames } from '#lib/server/settings/own-names.ts';
import { httpsUrl } from '#lib/server/settings/own-names.ts';
import type { Installation } from './installation.ts';

export interface Addresses {
	panelUrl: string;
	setupUrl: string | null;
}

/** Where the panel opens on this machine, whatever its names and certificates. */
export function addressesOf(port: number, setupToken: string | null): Addresses {
	const panelUrl = `http://127.0.0.1:${port}`;
	return { panelUrl, setupUrl: setupToken && `${panelUrl}/setup?token=${setupToken}` };
}

const isLocal = ({ baseDomain }: OwnNames) => baseDomain === 'localhost';

/** What a person reads when all is up. `tunnel` is the ssh command of whoever came by SSH. */
export function greeting(
	{ names }: Pick<Installation, 'names'>,
	{ panelUrl, setupUrl }: Addresses,
	tunnel: string | null
) {
	const lines = ['', `Gantry is up: ${panelUrl} and ${httpsUrl(names.panelDomain, names)}`];
	if (tunnel && isLocal(names)) {
		lines.push(
			`This machine has no domain yet. On your own, open the way to it first:`,
			`  ${tunnel}`
		);
	}
	if (setupUrl) lines.push(`Set it up (this link is good once):`, `  ${setupUrl}`);
	lines.push('Ctrl-C stops the panel; sites keep answering.', '');
	return lines;
}
