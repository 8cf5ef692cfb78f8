import { writeFile } from 'node:fs/promises';

/**
 * When memory runs out, builds go first, then apps, and only then what starts from here: panel, worker
 * and Postgres inherit it. Only root may say so; without it they stand where every program stands.
 */
export async function outlastMemoryShortage(): Promise<void> {
	await writeFile('/proc/self/oom_score_adj', '-500').catch(() => {});
}
