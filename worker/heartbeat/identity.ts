import { readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { newId } from '#lib/server/db/id.ts';

/** Who a worker is: enough to tell from the same machine, later, whether it still runs. */
export interface Identity {
	/** Also what the queue writes into the jobs that this worker holds. */
	id: string;
	host: string;
	/** "<machine boot>/<pid>/<start>": one process, never again the same. */
	bootId: string;
}

export function ownIdentity(): Identity {
	const bootId = `${machineBoot()}/${process.pid}/${startOf(process.pid) ?? ''}`;
	return { id: newId(), host: hostname(), bootId };
}

/** Did the process of this boot id end? Only meaningful on the host it ran on. */
export function hasEnded(bootId: string): boolean {
	const [machine, pid, start] = bootId.split('/');
	return machine !== machineBoot() || startOf(Number(pid)) !== start;
}

function machineBoot(): string {
	return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}

/** Clock ticks from the machine's boot to the process's start, so that a reused pid is not taken for it. */
function startOf(pid: number): string | null {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		// The second field is the program's name in brackets and may itself hold spaces.
		const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
		return fields[0] === 'Z' ? null : (fields[19] ?? null);
	} catch {
		return null;
	}
}
