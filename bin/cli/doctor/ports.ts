import { readListeners } from '../../supervise/port-holder.ts';
import type { Listener } from '../../supervise/listeners.ts';
import type { Examination, Finding } from './finding.ts';

interface Guarded {
	port: number;
	what: string;
	/** Bad even where only this machine reaches it: whoever does needs no password. */
	open: boolean;
}

/** Ports that nobody from outside may reach, by what is commonly behind them. */
export function judgePorts(listeners: Listener[], panelPort: number): Finding[] {
	const guarded: Guarded[] = [
		{ port: 2375, what: "Docker's API without TLS", open: true },
		{ port: 2019, what: "Caddy's admin API", open: true },
		{ port: 5432, what: 'Postgres', open: false },
		{ port: panelPort, what: 'the panel without TLS', open: false }
	];
	const findings = guarded.flatMap(({ port, what, open }): Finding[] => {
		const there = listeners.filter((listener) => listener.port === port);
		const name = `Port ${port}`;
		if (there.some(({ isLoopback }) => !isLoopback)) {
			const detail = `${what} can be reached from outside: bind it to 127.0.0.1, or close the port`;
			return [{ state: 'failure', what: name, detail }];
		}
		if (!open || there.length === 0) return [];
		const detail = `${what} is open to every program on this machine`;
		return [{ state: 'warning', what: name, detail }];
	});
	const checked = guarded.map(({ port }) => port).join(', ');
	if (findings.length > 0) return findings;
	return [{ state: 'ok', what: 'Ports', detail: `none of ${checked} is open to others` }];
}

export const examinePorts: Examination = async ({ env }) =>
	judgePorts(await readListeners(), env.GANTRY_PORT);
