import { rename, writeFile } from 'node:fs/promises';

/** What people and programs find in <data dir>/gantry.json while Gantry runs. */
export interface ReadyFile {
	version: string;
	panelUrl: string;
	/** null once the installation is claimed. */
	setupUrl: string | null;
	httpPort: number;
	httpsPort: number;
}

/** Replaces the file in one step; only its owner may read it. */
export async function writeReadyFile(path: string, content: ReadyFile): Promise<void> {
	const next = `${path}.new`;
	await writeFile(next, `${JSON.stringify(content, null, '\t')}\n`, { mode: 0o600 });
	await rename(next, path);
}
