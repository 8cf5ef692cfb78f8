import { z } from 'zod';
import { edgeIsRunning } from '../edge/control.ts';
import { runningFrom } from '../supervise/pid-file.ts';
import type { Command, Terminal } from './command.ts';

const health = z.object({
	status: z.string(),
	version: z.string(),
	checks: z.record(z.string(), z.unknown())
});

/** What the panel says of itself and the rest; null: it does not answer. */
async function askPanel({ env }: Terminal): Promise<z.infer<typeof health> | null> {
	try {
		const signal = AbortSignal.timeout(10_000);
		const answer = await fetch(`http://127.0.0.1:${env.GANTRY_PORT}/health`, { signal });
		return health.parse(await answer.json());
	} catch {
		return null;
	}
}

const describe = (check: unknown) => (typeof check === 'string' ? check : JSON.stringify(check));

export const status: Command = {
	name: 'status',
	summary: 'Says what runs.',
	options: {},
	async run(_given, terminal) {
		const { env, paths } = terminal;
		const [supervisor, edge] = await Promise.all([
			runningFrom(paths.supervisorPid),
			edgeIsRunning(paths)
		]);
		const panel = supervisor && (await askPanel(terminal));
		const rows = [
			['Gantry', supervisor ? `runs (process ${supervisor.pid})` : 'does not run'],
			[
				'Panel',
				panel ? `${panel.status} at http://127.0.0.1:${env.GANTRY_PORT}` : 'does not answer'
			],
			...Object.entries(panel?.checks ?? {}).map(([name, check]) => [name, describe(check)]),
			['Edge', edge ? `answers on ${edge.httpPort} and ${edge.httpsPort}` : 'does not run'],
			['Data', paths.root]
		];
		for (const [name = '', value = ''] of rows) terminal.print(`${name.padEnd(10)} ${value}`);
		return panel?.status === 'ok' && edge ? 0 : 1;
	}
};
